import type { DescribeTimeToLiveInput, UpdateTimeToLiveInput } from '@aws-sdk/client-dynamodb';
import type { Operation } from './engine.ts';
import { constraintException, resourceNotFound, validationException } from './errors.ts';
import type { Table } from './table.ts';

/** After a change, the next one has to wait (API_UpdateTimeToLive). */
const changeIntervalMs = 60 * 60_000;
const maximumNameLength = 255;

/** DescribeTimeToLive (API_DescribeTimeToLive). */
export const describeTimeToLive: Operation<DescribeTimeToLiveInput> = ({ tables }, input) => {
  const { ttlAttribute } = tables.known(input.TableName).spec;
  return {
    TimeToLiveDescription:
      ttlAttribute === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute },
  };
};

/** UpdateTimeToLive (API_UpdateTimeToLive). It takes effect at once; AWS may take an hour. */
export const updateTimeToLive: Operation<UpdateTimeToLiveInput> = (engine, input) => {
  const asked = readSpecification(input.TimeToLiveSpecification);
  const table = engine.tables.known(input.TableName);
  if (table.status === 'CREATING' || table.status === 'DELETING') throw resourceNotFound();
  checkChange(table, asked);
  const nowMs = engine.nowMs();
  if (nowMs - table.ttlChangedMs < changeIntervalMs) {
    throw validationException(
      'Time to live has been modified multiple times within a fixed interval',
    );
  }
  table.ttlChangedMs = nowMs;
  table.expireBy(asked.enabled ? asked.attribute : undefined);
  return { TimeToLiveSpecification: { Enabled: asked.enabled, AttributeName: asked.attribute } };
};

interface Asked {
  enabled: boolean;
  attribute: string;
}

function readSpecification(given: UpdateTimeToLiveInput['TimeToLiveSpecification']): Asked {
  const member = 'timeToLiveSpecification';
  if (given === undefined) throw constraintException(null, member, 'Member must not be null');
  const { Enabled: enabled, AttributeName: attribute } = given;
  if (enabled === undefined) {
    throw constraintException(null, `${member}.enabled`, 'Member must not be null');
  }
  if (attribute === undefined) {
    throw constraintException(null, `${member}.attributeName`, 'Member must not be null');
  }
  if (attribute.length >= 1 && attribute.length <= maximumNameLength) return { enabled, attribute };
  const bound =
    attribute === '' ? 'greater than or equal to 1' : `less than or equal to ${maximumNameLength}`;
  const rule = `Member must have length ${bound}`;
  throw constraintException(attribute, `${member}.attributeName`, rule);
}

function checkChange({ spec }: Table, { enabled, attribute }: Asked): void {
  const now = spec.ttlAttribute;
  if (now === undefined) {
    if (!enabled) throw validationException('TimeToLive is already disabled');
  } else if (now !== attribute) {
    throw validationException(
      `TimeToLive is active on a different AttributeName: current AttributeName is ${now}`,
    );
  } else if (enabled) throw validationException('TimeToLive is already enabled');
}
