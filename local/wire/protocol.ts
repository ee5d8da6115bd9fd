import type { HttpRequest, HttpResponse } from '../apigateway/http.ts';
import type { Model, OperationModel } from './model.ts';
import type { WireService } from './services.ts';

/** A request to one service, and what is known of that service. */
export interface Exchange {
  request: HttpRequest;
  service: WireService;
  model: Model;
  requestId: string;
}

/** What a request asks for. */
export interface Asked {
  operation: OperationModel;
  input: object;
}

/** One way of speaking with AWS services. */
export interface Protocol {
  /**
   * What is asked for; throws SerializationException and its like, `UnknownOperationException`, and
   * NotSimulatedError for members that the model does not have.
   */
  read(exchange: Exchange): Asked;
  /** The answer to a request that was well. */
  answer(exchange: Exchange, operation: OperationModel, output: object): HttpResponse;
  /** The answer to a request that was not. */
  refuse(exchange: Exchange, refusal: Refusal): HttpResponse;
}

/** An error as the SDK's exceptions have it. */
export interface Refusal {
  name: string;
  message: string;
  $fault?: 'client' | 'server';
  $metadata?: { httpStatusCode?: number };
}

/** The status of an error: what the model says, else what the exception says. */
export function statusOf(refusal: Refusal, modelled: number | undefined): number {
  return modelled ?? refusal.$metadata?.httpStatusCode ?? (refusal.$fault === 'server' ? 500 : 400);
}
