import type { HttpRequest, HttpResponse } from '../apigateway/http.ts';
import { NotSimulatedError } from '../errors.ts';
import type { Foundation } from '../foundation.ts';
import { checkParameters, type Operation, operationOf } from '../operations.ts';
import type { Service } from '../service.ts';
import { ServiceException } from '../service-exception.ts';
import type { Place } from '../surroundings.ts';
import { awsJson, wrongContentType } from './aws-json.ts';
import { decompressed } from './content-encoding.ts';
import type { CredentialIssuer } from './credentials.ts';
import { type Model, modelOf } from './model.ts';
import { Party } from './party.ts';
import type { Asked, Exchange, Refusal } from './protocol.ts';
import { type Recognised, recognise } from './recognise.ts';
import { requestId } from './request-id.ts';
import { noService, type WireService } from './services.ts';
import { badKey, missingAuthenticationToken, readSignature, type Signature } from './signature.ts';
import {
  NotSimulatedOperation,
  refuseS3,
  requestTooLarge,
  unknownOperation,
} from './wire-errors.ts';

/** The services of one account in one region. */
export interface WirePlace {
  services: readonly Service[];
  foundation: Foundation;
}

/** What the wire stands on: the home place, and every other one. */
export interface WireWorld extends WirePlace {
  at(place: Place): WirePlace;
  credentials: CredentialIssuer;
  /** Gets a line for each error that is nobody's answer: a mistake in the embedded cloud. */
  log(line: string): void;
}

/** What has been asked of one place: services, and by whom. */
interface Called {
  place: WirePlace;
  bound: Map<string, Bound>;
  parties: Map<string, Party>;
}

/** One service that is spoken to, its model loaded. */
interface Bound {
  model: Model;
  /** Undefined if the embedded cloud has no such service. */
  service: Service | undefined;
  operations: Map<string, Operation>;
}

/** A request as far as it is understood. */
interface Incoming extends Recognised {
  request: HttpRequest;
  signature: Signature | undefined;
  /** What its caller has asked before. */
  called: Called;
  id: string;
  /** What is wrong with its signature, or its encoding. */
  broken: unknown;
}

const NO_MODEL: Model = { operations: new Map(), errors: new Map() };
const INTERNAL_ERROR = 500;

/** What is spelt as AWS spells its regions; any other scope is the home's, such as that of Signature Version 4A. */
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** The API of AWS over HTTP: decodes each request, runs it on the services of a cloud, and encodes the answer. */
export class Wire {
  readonly #world: WireWorld;
  readonly #models = new Map<string, Model>();
  readonly #called = new Map<WirePlace, Called>();

  constructor(world: WireWorld) {
    this.#world = world;
  }

  /** Answers one request; undefined if it is no call of AWS's API. Never rejects, whatever comes. */
  async handle(given: HttpRequest): Promise<HttpResponse | undefined> {
    const { request, signature, broken } = opened(given);
    const recognised = recognise(request, signature);
    if (!recognised) return undefined;
    const { random } = this.#world.foundation;
    const id = requestId(recognised.service?.signingName ?? '', random);
    const called = this.#calledBy(signature);
    const incoming = { ...recognised, request, signature, called, id, broken };
    const { service } = recognised;
    if (recognised.protocol === awsJson) {
      const refused = wrongContentType(request, id);
      if (refused) return refused;
    }
    if (!service) return this.#refuseService(incoming);
    const exchange = { request, service, model: NO_MODEL, requestId: id };
    try {
      const bound = called.bound.get(service.name) ?? (await this.#loaded(service, called));
      exchange.model = bound.model;
      return await this.#run(exchange, incoming, bound);
    } catch (error) {
      return incoming.protocol.refuse(exchange, this.#internal(error, service));
    }
  }

  async #run(exchange: Exchange, incoming: Incoming, bound: Bound): Promise<HttpResponse> {
    const { protocol, request, signature, broken, called } = incoming;
    const party = this.#partyOf(called, signature?.accessKeyId ?? '');
    try {
      checkSize(exchange);
      const asked = protocol.read(exchange);
      if (broken) throw broken;
      if (!signature) throw missingAuthenticationToken(exchange.service.unsignedStatus);
      this.#checkKey(signature, exchange.service);
      const operation = simulated(asked, bound, incoming);
      checkParameters(operation, asked.input);
      const { output } = await party.make({ operation, input: asked.input }, request);
      return protocol.answer(exchange, asked.operation, output);
    } catch (error) {
      party.told(error);
      return this.#refuse(exchange, incoming, error);
    }
  }

  #refuse(exchange: Exchange, { protocol }: Incoming, error: unknown): HttpResponse {
    const { service } = exchange;
    return protocol.refuse(exchange, refusalOf(error, service) ?? this.#internal(error, service));
  }

  /** A service that cannot be reached here is refused by name. */
  #refuseService({ protocol, request, signature, called, named, id }: Incoming): HttpResponse {
    const exchange = { request, service: noService, model: NO_MODEL, requestId: id };
    if (!named) return protocol.refuse(exchange, unknownOperation());
    const overTheWire = named === 's3' ? ' over the wire' : '';
    const error = new NotSimulatedOperation(`service ${named}${overTheWire}`);
    this.#partyOf(called, signature?.accessKeyId ?? '').told(error);
    if (named === 's3') return refuseS3(id, error.message);
    return protocol.refuse(exchange, unknownOperation(error.message));
  }

  #internal(error: unknown, { name, internal }: WireService): Refusal {
    const { stack = String(error) } = error as Partial<Error>;
    this.#world.log(`${name}: ${stack}`);
    const $metadata = { httpStatusCode: INTERNAL_ERROR };
    return { name: internal, message: 'Internal server error', $fault: 'server', $metadata };
  }

  /** To read a model takes real time, the first time in a process. */
  #loaded(service: WireService, called: Called): Promise<Bound> {
    return this.#world.foundation.scheduler.outside(this.#bind(service, called));
  }

  async #bind(wire: WireService, { place, bound }: Called): Promise<Bound> {
    const model = this.#models.get(wire.name) ?? modelOf(await wire.load());
    this.#models.set(wire.name, model);
    const known = bound.get(wire.name);
    if (known) return known;
    const service = place.services.find(({ name }) => name === wire.name);
    const added = { model, service, operations: new Map() };
    bound.set(wire.name, added);
    return added;
  }

  /** A call belongs to the account of its key and to the region of its credential's scope. */
  #calledBy(signature: Signature | undefined): Called {
    const place = this.#placeOf(signature);
    let called = this.#called.get(place);
    if (!called) {
      called = { place, bound: new Map(), parties: new Map() };
      this.#called.set(place, called);
    }
    return called;
  }

  #placeOf(signature: Signature | undefined): WirePlace {
    if (!signature) return this.#world;
    const home = this.#world.foundation.surroundings;
    const account = this.#world.credentials.accountOf(signature.accessKeyId);
    const region = REGION.test(signature.region) ? signature.region : home.region;
    const isHome = account === home.account && region === home.region;
    return isHome ? this.#world : this.#world.at({ account, region });
  }

  /** A key that was deleted, or whose session is over, is not taken. */
  #checkKey({ accessKeyId }: Signature, { queryVersion, unsignedStatus }: WireService): void {
    const { credentials, foundation } = this.#world;
    const fault = credentials.faultOf(accessKeyId, foundation.scheduler.nowMs());
    if (fault) throw badKey(fault, { isQuery: queryVersion !== undefined, status: unsignedStatus });
  }

  #partyOf({ place, parties }: Called, accessKeyId: string): Party {
    const { credentials } = this.#world;
    const principal = credentials.principalOf(accessKeyId);
    const key = principal.kind === 'operator' ? '' : accessKeyId;
    let party = parties.get(key);
    if (!party) {
      const isClient = credentials.isOfClient(accessKeyId);
      const mortal = credentials.holderOf(accessKeyId);
      party = new Party(principal, place.foundation, { isClient, mortal });
      parties.set(key, party);
    }
    return party;
  }
}

/** The signature is read first: whose call it is does not hang on its body. */
function opened(given: HttpRequest): Pick<Incoming, 'request' | 'signature' | 'broken'> {
  let signature: Signature | undefined;
  let broken: unknown;
  try {
    signature = readSignature(given);
  } catch (error) {
    broken = error;
  }
  try {
    return { request: decompressed(given), signature, broken };
  } catch (error) {
    return { request: given, signature, broken: broken ?? error };
  }
}

function checkSize({ request: { body = '' }, service: { maximumBytes } }: Exchange): void {
  const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  if (bytes > maximumBytes) throw requestTooLarge(maximumBytes);
}

function simulated({ operation: { name } }: Asked, bound: Bound, incoming: Incoming): Operation {
  let operation = bound.operations.get(name);
  if (operation) return operation;
  const { service } = bound;
  if (!service || !Object.hasOwn(service.parameters, name)) {
    throw new NotSimulatedOperation(`operation ${incoming.service?.name}:${name}`);
  }
  operation = operationOf(service, name);
  bound.operations.set(name, operation);
  return operation;
}

/** What the caller is told; undefined for an error that is the embedded cloud's own. */
function refusalOf(error: unknown, service: WireService): Refusal | undefined {
  if (error instanceof NotSimulatedOperation) return unknownOperation(error.message);
  if (error instanceof NotSimulatedError) {
    return new ServiceException(service.validation, error.message, 400);
  }
  const { $fault, $metadata } = error as Partial<Refusal>;
  return $fault === undefined && $metadata === undefined ? undefined : (error as Refusal);
}
