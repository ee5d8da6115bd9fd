import type { HttpRequest } from '../../../../local/apigateway/http.ts';
import { authorization, jsonRequest, queryRequest, restRequest } from './wire-world.ts';

/** A policy with one statement. */
export function document(statement: object): string {
  const Statement = [{ Sid: 'One', Effect: 'Allow', ...statement }];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

/** A call of IAM. */
export function iam(Action: string, parameters: Record<string, string>): HttpRequest {
  return queryRequest('iam', { Action, Version: '2010-05-08', ...parameters });
}

/** A call of a service that speaks REST. */
export function rest(service: string, method: string, path: string, body?: object): HttpRequest {
  const request = restRequest(service, method, path);
  return body === undefined ? request : { ...request, body: Buffer.from(JSON.stringify(body)) };
}

function json(service: string, target: string, version: string, input: object): HttpRequest {
  const type = `application/x-amz-json-${version}`;
  const headers = { authorization: authorization(service), 'content-type': type };
  return jsonRequest(target, JSON.stringify(input), headers);
}

/** A call of CloudWatch Logs. */
export function logs(operation: string, input: object): HttpRequest {
  return json('logs', `Logs_20140328.${operation}`, '1.1', input);
}

/** A call of CloudWatch. */
export function cloudwatch(operation: string, input: object): HttpRequest {
  return json('monitoring', `GraniteServiceVersion20100801.${operation}`, '1.0', input);
}

/** A call of DynamoDB's streams. */
export function streams(operation: string, input: object): HttpRequest {
  return json('dynamodb', `DynamoDBStreams_20120810.${operation}`, '1.0', input);
}

/** A call of DynamoDB. */
export function dynamodb(operation: string, input: object): HttpRequest {
  return json('dynamodb', `DynamoDB_20120810.${operation}`, '1.0', input);
}

/** A call of SQS. */
export function sqs(operation: string, input: object): HttpRequest {
  return json('sqs', `AmazonSQS.${operation}`, '1.0', input);
}

/** A call of EventBridge. */
export function events(operation: string, input: object): HttpRequest {
  return json('events', `AWSEvents.${operation}`, '1.1', input);
}
