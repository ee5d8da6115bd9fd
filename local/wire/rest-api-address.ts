import { type HttpRequest, requestHeader } from '../apigateway/http.ts';

const USER_REQUEST = /^\/restapis\/([^/]+)\/([^/]+)\/_user_request_(\/.*)?$/;
const OWN_HOST = /^([^.]+)\.execute-api\./;

/**
 * A request to one API's stage, by its path `/restapis/<id>/<stage>/_user_request_/...` or by the host
 * `<id>.execute-api...`, as a request to the address that the gateway has for it; any other as it is.
 */
export function toStageAddress(request: HttpRequest): HttpRequest {
  const { path } = request;
  const [byPath, apiId, stage, rest = '/'] = USER_REQUEST.exec(path) ?? [];
  if (byPath !== undefined)
    return { ...request, path: `/_aws/execute-api/${apiId}/${stage}${rest}` };
  const [, idOfHost] = OWN_HOST.exec(requestHeader(request, 'host') ?? '') ?? [];
  return idOfHost === undefined
    ? request
    : { ...request, path: `/_aws/execute-api/${idOfHost}${path}` };
}
