import type { Fault } from '../fault.ts';
import { clockSkew } from './clock-skew.ts';
import { crashAfterCall } from './crash-after-call.ts';
import { crashAfterHandler } from './crash-after-handler.ts';
import { crashBeforeCall } from './crash-before-call.ts';
import { deleteLost } from './delete-lost.ts';
import { deliveryExhausted } from './delivery-exhausted.ts';
import { deliveryRefused } from './delivery-refused.ts';
import { dynamodbErrorApplied } from './dynamodb-error-applied.ts';
import { dynamodbErrorNotApplied } from './dynamodb-error-not-applied.ts';
import { dynamodbKeysUnprocessed } from './dynamodb-keys-unprocessed.ts';
import { dynamodbStaleRead } from './dynamodb-stale-read.ts';
import { dynamodbThrottled } from './dynamodb-throttled.ts';
import { dynamodbTransactionConflict } from './dynamodb-transaction-conflict.ts';
import { dynamodbTransactionThrottled } from './dynamodb-transaction-throttled.ts';
import { dynamodbWriteConflict } from './dynamodb-write-conflict.ts';
import { environmentRecycled } from './environment-recycled.ts';
import { environmentStale } from './environment-stale.ts';
import { eventDelayed } from './event-delayed.ts';
import { eventDuplicated } from './event-duplicated.ts';
import { eventReordered } from './event-reordered.ts';
import { functionThrottled } from './function-throttled.ts';
import { gatewayAnswerLost } from './gateway-answer-lost.ts';
import { gatewayError } from './gateway-error.ts';
import { gatewayErrorApplied } from './gateway-error-applied.ts';
import { gatewayLate } from './gateway-late.ts';
import { gatewaySlow } from './gateway-slow.ts';
import { gatewayUnreachable } from './gateway-unreachable.ts';
import { initFailure } from './init-failure.ts';
import { malformedBatchResponse } from './malformed-batch-response.ts';
import { messageDuplicated } from './message-duplicated.ts';
import { newerCode } from './newer-code.ts';
import { putEventsAnswerLost } from './put-events-answer-lost.ts';
import { putEventsPartial } from './put-events-partial.ts';
import { putEventsRefused } from './put-events-refused.ts';
import { slowCall } from './slow-call.ts';
import { sqsAnswerLost } from './sqs-answer-lost.ts';
import { sqsCallRefused } from './sqs-call-refused.ts';
import { streamBisected } from './stream-bisected.ts';
import { streamLag } from './stream-lag.ts';
import { streamRepeated } from './stream-repeated.ts';
import { targetThrottled } from './target-throttled.ts';
import { timeoutAfterCall } from './timeout-after-call.ts';
import { timeoutBeforeCall } from './timeout-before-call.ts';
import { visibilityExpired } from './visibility-expired.ts';

/** Everything that goes wrong at the choice points of the cloud. */
export const faults: readonly Fault[] = [
  dynamodbThrottled,
  dynamodbErrorNotApplied,
  dynamodbErrorApplied,
  dynamodbTransactionConflict,
  dynamodbTransactionThrottled,
  dynamodbWriteConflict,
  dynamodbStaleRead,
  dynamodbKeysUnprocessed,
  putEventsPartial,
  putEventsRefused,
  putEventsAnswerLost,
  sqsCallRefused,
  sqsAnswerLost,
  crashBeforeCall,
  crashAfterCall,
  timeoutBeforeCall,
  timeoutAfterCall,
  slowCall,
  gatewayUnreachable,
  gatewayAnswerLost,
  gatewaySlow,
  gatewayLate,
  gatewayError,
  gatewayErrorApplied,
  environmentRecycled,
  environmentStale,
  initFailure,
  clockSkew,
  functionThrottled,
  malformedBatchResponse,
  crashAfterHandler,
  streamBisected,
  newerCode,
  eventDuplicated,
  eventDelayed,
  eventReordered,
  targetThrottled,
  deliveryRefused,
  deliveryExhausted,
  messageDuplicated,
  visibilityExpired,
  deleteLost,
  streamLag,
  streamRepeated,
];
