import type { DescribeContinuousBackupsInput } from '@aws-sdk/client-dynamodb';
import type { Operation } from './engine.ts';

/** An hour: how long clients may keep the endpoint. */
const cachePeriodMinutes = 60;

/** DescribeLimits (API_DescribeLimits): the quotas of a new account; nothing is throttled here. */
export const describeLimits: Operation<object> = () => ({
  AccountMaxReadCapacityUnits: 80_000,
  AccountMaxWriteCapacityUnits: 80_000,
  TableMaxReadCapacityUnits: 40_000,
  TableMaxWriteCapacityUnits: 40_000,
});

/** DescribeEndpoints (API_DescribeEndpoints): AWS's own; a client with an endpoint of its own never asks. */
export const describeEndpoints: Operation<object> = ({ region }) => ({
  Endpoints: [
    {
      Address: `dynamodb.${region}.amazonaws.com`,
      CachePeriodInMinutes: cachePeriodMinutes,
    },
  ],
});

/** DescribeContinuousBackups (API_DescribeContinuousBackups): as the table was made; there are no backups. */
export const describeContinuousBackups: Operation<DescribeContinuousBackupsInput> = (
  { tables },
  { TableName },
) => {
  const { pointInTimeRecovery } = tables.known(TableName).spec;
  const status = pointInTimeRecovery === true ? 'ENABLED' : 'DISABLED';
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: status },
    },
  };
};
