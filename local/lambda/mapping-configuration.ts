import type { EventSourceMapping } from './event-source-mapping.ts';
import type { Lambda } from './lambda.ts';
import { type MappingSettings, serviceOf } from './mapping-settings.ts';

/** A mapping as the API describes it. AWS Lambda API Reference, EventSourceMappingConfiguration. */
export function mappingConfiguration(lambda: Lambda, mapping: EventSourceMapping): object {
  const { settings, target, state, modifiedMs } = mapping;
  const { uuid, eventSourceArn, batchSize, windowMs, filters, reportsFailures } = settings;
  return {
    UUID: uuid,
    EventSourceMappingArn: lambda.arnOf(`event-source-mapping:${uuid}`),
    EventSourceArn: eventSourceArn,
    FunctionArn: target.settings.arn,
    State: state,
    StateTransitionReason: 'USER_INITIATED',
    LastModified: new Date(modifiedMs),
    BatchSize: batchSize,
    MaximumBatchingWindowInSeconds: windowMs / 1000,
    FunctionResponseTypes: reportsFailures ? ['ReportBatchItemFailures'] : [],
    ...(filters.length === 0
      ? {}
      : { FilterCriteria: { Filters: filters.map((Pattern) => ({ Pattern })) } }),
    ...(serviceOf(eventSourceArn) === 'sqs' ? ofQueue(settings) : ofStream(settings)),
  };
}

function ofQueue({ maximumConcurrency }: MappingSettings): object {
  if (maximumConcurrency === undefined) return {};
  return { ScalingConfig: { MaximumConcurrency: maximumConcurrency } };
}

function ofStream(settings: MappingSettings): object {
  const { onFailureArn, maximumRetries, maximumRecordAgeMs } = settings;
  return {
    StartingPosition: settings.startingPosition,
    ParallelizationFactor: settings.parallelizationFactor,
    BisectBatchOnFunctionError: settings.bisects,
    MaximumRetryAttempts: maximumRetries ?? -1,
    MaximumRecordAgeInSeconds: maximumRecordAgeMs === undefined ? -1 : maximumRecordAgeMs / 1000,
    TumblingWindowInSeconds: 0,
    DestinationConfig: { OnFailure: onFailureArn ? { Destination: onFailureArn } : {} },
    LastProcessingResult: 'No records processed',
  };
}
