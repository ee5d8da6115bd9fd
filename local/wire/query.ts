import { type HttpRequest, type HttpResponse, requestHeader } from '../apigateway/http.ts';
import { NotSimulatedError } from '../errors.ts';
import { ServiceException } from '../service-exception.ts';
import { bodyText } from './aws-json.ts';
import { type FormNode, parseForm, put } from './form.ts';
import { decodeForm } from './form-decode.ts';
import { type Asked, type Exchange, type Protocol, type Refusal, statusOf } from './protocol.ts';
import type { WireService } from './services.ts';
import type { Shape } from './shape.ts';
import { invalidAction } from './wire-errors.ts';
import { element, encodeXml, escapeText } from './xml.ts';

/** AWS Query: parameters in a form or in the URL, answers in XML. Smithy, "AWS query protocol". */
export const awsQuery: Protocol = {
  read({ request, service, model }): Asked {
    const form = formOf(request);
    const action = form.children.get('Action')?.value ?? '';
    if (action === '' && isQueueAddress(request.path)) throw noAction();
    const version = form.children.get('Version')?.value ?? service.queryVersion;
    checkSimulated(request, service, version);
    const operation = model.operations.get(action);
    const misses = isQueueAddress(request.path) && OF_NO_QUEUE.has(action);
    if (!operation || misses || version !== service.queryVersion) {
      throw invalidAction(
        service.name === 'sqs'
          ? `The action ${action} is not valid for this endpoint.`
          : `Could not find operation ${action} for version ${version}`,
      );
    }
    form.children.delete('Action');
    form.children.delete('Version');
    for (const name of form.children.keys()) {
      if (name.startsWith('X-Amz-')) form.children.delete(name);
    }
    if (service.name === 'sqs') addQueueUrl(form, request, operation.input);
    const { input } = operation;
    return { operation, input: (input.kind === 'unit' ? {} : decodeForm(input, form)) as object };
  },
  answer(exchange, { name, output: shape }, output) {
    const isVoid = shape.kind === 'unit';
    const result = isVoid ? '' : element(`${name}Result`, encodeXml(shape, output));
    const { requestId, service } = exchange;
    const metadata = element('ResponseMetadata', element('RequestId', requestId));
    const root = `${name}Response`;
    const body = `<${root} xmlns="${service.queryNamespace}">${result}${metadata}</${root}>`;
    return respond(exchange, 200, body);
  },
  refuse(exchange, refusal) {
    if (refusal.name === NO_ACTION)
      return respond(exchange, NOT_FOUND, '<UnknownOperationException/>');
    const { requestId, service } = exchange;
    const shape = exchange.model.errors.get(refusal.name);
    const { code, status } = codeAndStatus(refusal, shape);
    const message = refusal.name === 'QueueDoesNotExist' ? NO_QUEUE : refusal.message;
    const type = refusal.$fault === 'server' ? 'Receiver' : 'Sender';
    const inner = [
      element('Type', type),
      element('Code', escapeText(code)),
      element('Message', escapeText(message)),
      service.name === 'sqs' ? '<Detail/>' : '',
    ];
    const content = element('Error', inner.join('')) + element('RequestId', requestId);
    const body = `<ErrorResponse xmlns="${service.queryNamespace ?? ''}">${content}</ErrorResponse>`;
    return respond(exchange, status, body);
  },
};

/** Throws NotSimulatedError for what AWS takes: the versions of old, and answers in JSON. */
function checkSimulated(request: HttpRequest, { name }: WireService, version = ''): void {
  if (name === 'sqs' && OLD_SQS.has(version)) {
    throw new NotSimulatedError(`version ${version} of sqs; use 2012-11-05`);
  }
  if (requestHeader(request, 'accept') === 'application/json') {
    throw new NotSimulatedError('answers of AWS Query in JSON; leave the header Accept out');
  }
}

/** The versions that the API of SQS had before the one that clients speak today. */
const OLD_SQS = new Set(['2007-05-01', '2008-01-01', '2009-02-01', '2011-10-01']);

/** The parameters of a POST, or of the URL; the other is added. */
export function formOf(request: HttpRequest): FormNode {
  const type = requestHeader(request, 'content-type') ?? '';
  const isForm = type.startsWith('application/x-www-form-urlencoded');
  const form = parseForm(isForm ? bodyText(request) : '');
  for (const [name, values] of Object.entries(request.query ?? {})) {
    put(form, name, values.at(-1) ?? '');
  }
  return form;
}

const QUEUE_ADDRESS = /^(?:\/queue\/[\w-]+)?\/\d{12}\/[\w.-]+\/?$/;

/** Whether a path is that of a queue's URL, to which its operations may be sent. */
export function isQueueAddress(path: string): boolean {
  return QUEUE_ADDRESS.test(path);
}

/** What concerns no queue that there is; its address does not take them. */
const OF_NO_QUEUE = new Set(['CreateQueue', 'ListQueues']);

const NO_ACTION = 'NoAction';
const NOT_FOUND = 404;

/** A request to a queue's address that says nothing of what to do. */
function noAction(): ServiceException {
  return new ServiceException(NO_ACTION, 'no action', NOT_FOUND);
}

/** An operation may be sent to the queue's own address. */
function addQueueUrl(form: FormNode, request: HttpRequest, input: Shape): void {
  if (!input.members.has('QueueUrl') || form.children.has('QueueUrl')) return;
  if (!isQueueAddress(request.path)) return;
  const host = requestHeader(request, 'host') ?? 'localhost';
  put(form, 'QueueUrl', `http://${host}${request.path}`);
}

/** The names that the front end's errors have in JSON are longer. */
function codeAndStatus(
  refusal: Refusal,
  shape: Shape | undefined,
): { code: string; status: number } {
  const { awsQueryError, httpError } = shape?.traits ?? {};
  const status = statusOf(refusal, awsQueryError?.[1] ?? httpError);
  const code = awsQueryError?.[0] ?? refusal.name;
  return { code: FRONT_CODES[code] ?? code, status };
}

/** AWS Query words it otherwise than JSON. */
const NO_QUEUE = 'The specified queue does not exist for this wsdl version.';

const FRONT_CODES: Readonly<Record<string, string>> = {
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  IncompleteSignatureException: 'IncompleteSignature',
  AccessDeniedException: 'AccessDenied',
  RequestEntityTooLargeException: 'RequestEntityTooLarge',
  UnknownOperationException: 'InvalidAction',
};

function respond({ requestId }: Exchange, status: number, body: string): HttpResponse {
  const headers = { 'x-amzn-requestid': requestId, 'content-type': 'text/xml' };
  return { status, headers, body: `<?xml version="1.0"?>\n${body}` };
}
