import type { InvocationResult } from '../lambda/lambda.ts';
import type { Principal } from '../service.ts';
import type { Authorisation, Exchange, Gate } from './exchange.ts';
import { compileValidation } from './expression.ts';
import { type GatewayServices, invoker } from './gateway-services.ts';
import { compileIdentitySource, type IdentitySource } from './identity-source.ts';
import { requestAuthoriserEvent } from './proxy-event.ts';
import { Refusal } from './refusal.ts';
import { isPolicyDocument, ReturnedPolicy } from './returned-policy.ts';

/** A Lambda authoriser as its template gives it. */
export interface AuthoriserSpec {
  type: 'TOKEN' | 'REQUEST';
  functionArn: string;
  /** Such as `method.request.header.Authorization`; several after commas for REQUEST. */
  identitySource?: string;
  /** Regular expression the whole token must match, or the function is not asked. */
  identityValidationExpression?: string;
  /** How long an answer is kept per identity; 0 for not at all. */
  resultTtlSeconds: number;
  /** ARN of the role that invokes; API Gateway itself without. */
  credentials?: string;
  /** The authoriser's ARN, for the function's policy. */
  sourceArn: string;
}

/** Answers kept per authoriser; the oldest goes first. */
export const MAX_CACHED_ANSWERS = 10_000;

/** Longest method ARN, in bytes; a longer one is answered 414. */
export const MAX_METHOD_ARN_BYTES = 1_600;

/** What an authoriser answered for one identity. */
interface Answer {
  principalId: string;
  context: Readonly<Record<string, string>>;
  policy: ReturnedPolicy;
  expiresMs: number;
}

/** Asks a function who is calling, and whether they may. API Gateway Developer Guide, "Use Lambda authorizers". */
export class Authoriser implements Gate {
  readonly #spec: AuthoriserSpec;
  readonly #services: GatewayServices;
  readonly #identity: IdentitySource;
  readonly #isValid: (identity: string) => boolean;
  readonly #answers = new Map<string, Answer>();
  #caller: Principal | undefined;

  /** Throws NotSimulatedError for an identity source or an expression that is not simulated. */
  constructor(spec: AuthoriserSpec, services: GatewayServices) {
    this.#spec = spec;
    this.#services = services;
    this.#identity = compileIdentitySource(spec.identitySource);
    this.#isValid = compileValidation(spec.identityValidationExpression);
  }

  /** At once if the answer is kept. Throws a Refusal where the caller may not, or cannot be told. */
  authorise(exchange: Exchange): Authorisation | Promise<Authorisation> {
    const methodArn = methodArnOf(exchange);
    const identity = this.#identity(exchange);
    if (identity === undefined || !this.#isValid(identity)) {
      throw new Refusal('UNAUTHORIZED', 'Unauthorized');
    }
    const kept = this.#answers.get(identity);
    if (kept && kept.expiresMs > exchange.startMs) return admit(kept, methodArn, 0);
    return this.#ask(exchange, identity, methodArn);
  }

  async #ask(exchange: Exchange, identity: string, methodArn: string): Promise<Authorisation> {
    const { scheduler } = this.#services.foundation;
    const { type, functionArn, credentials, sourceArn } = this.#spec;
    this.#caller ??= invoker(this.#services, credentials, sourceArn);
    const event =
      type === 'TOKEN'
        ? { type, methodArn, authorizationToken: identity }
        : requestAuthoriserEvent(exchange, exchange.route!, methodArn);
    const askedMs = scheduler.nowMs();
    const { lambda } = this.#services;
    const result = await lambda.invoke(functionArn, event, this.#caller, exchange.traceHeader);
    const nowMs = scheduler.nowMs();
    const answer = readAnswer(result, nowMs + this.#spec.resultTtlSeconds * 1000);
    if (this.#spec.resultTtlSeconds > 0) this.#keep(identity, answer);
    return admit(answer, methodArn, nowMs - askedMs);
  }

  #keep(identity: string, answer: Answer): void {
    const [oldest] = this.#answers.keys();
    if (this.#answers.size >= MAX_CACHED_ANSWERS) this.#answers.delete(oldest!);
    this.#answers.delete(identity);
    this.#answers.set(identity, answer);
  }
}

function methodArnOf({ stage, request }: Exchange): string {
  const path = request.path.startsWith('/') ? request.path : `/${request.path}`;
  const methodArn = `${stage.arn}/${request.method}${path}`;
  if (Buffer.byteLength(methodArn) > MAX_METHOD_ARN_BYTES) {
    throw new Refusal('DEFAULT_4XX', 'Request URI too long', 414);
  }
  return methodArn;
}

function admit(answer: Answer, methodArn: string, integrationLatencyMs: number): Authorisation {
  const ruling = answer.policy.rule(methodArn);
  if (ruling !== 'allowed') {
    const how = ruling === 'denied' ? ' with an explicit deny' : '';
    throw new Refusal('ACCESS_DENIED', `User is not authorized to access this resource${how}`);
  }
  const { principalId, context } = answer;
  return { principalId, context, integrationLatencyMs };
}

function readAnswer({ payload, functionError }: InvocationResult, expiresMs: number): Answer {
  const { principalId, policyDocument, context, errorMessage } = (payload ??
    {}) as AuthoriserPayload;
  if (functionError) {
    if (errorMessage === 'Unauthorized') throw new Refusal('UNAUTHORIZED', 'Unauthorized');
    throw new Refusal('AUTHORIZER_FAILURE', null);
  }
  const texts = contextTexts(context);
  if (typeof principalId !== 'string' || !isPolicyDocument(policyDocument) || !texts) {
    throw new Refusal('AUTHORIZER_CONFIGURATION_ERROR', null);
  }
  return { principalId, context: texts, policy: new ReturnedPolicy(policyDocument), expiresMs };
}

interface AuthoriserPayload {
  principalId?: unknown;
  policyDocument?: unknown;
  context?: unknown;
  errorMessage?: unknown;
}

/** Undefined for a context that API Gateway does not take: it holds objects or lists. */
function contextTexts(context: unknown = {}): Record<string, string> | undefined {
  if (typeof context !== 'object' || context === null) return undefined;
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(context)) {
    if (!['string', 'number', 'boolean'].includes(typeof value)) return undefined;
    texts[name] = String(value);
  }
  return texts;
}
