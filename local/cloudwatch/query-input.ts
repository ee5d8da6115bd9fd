import { NotSimulatedError } from '../errors.ts';
import { cloudWatchException, longerThan, missingParameter } from './cloudwatch-errors.ts';
import { checkDimensions, checkPeriod, checkUnit, type QuerySettings } from './metric-settings.ts';

/** Queries of one list at most. API_GetMetricData. */
export const MAX_QUERIES = 500;

/** Longest expression, in characters. API_MetricDataQuery. */
export const MAX_EXPRESSION = 2_048;

/**
 * Throws ValidationException and MissingRequiredParameterException for a list of queries that CloudWatch does
 * not take, NotSimulatedError for what is not simulated of it; `member` is its name in the call.
 */
export function checkQueries(queries: readonly QuerySettings[], member: string): void {
  if (queries.length > MAX_QUERIES) {
    refuse(`The collection ${member} must not have a size greater than ${MAX_QUERIES}.`);
  }
  const ids = new Set<string>();
  for (const [index, query] of queries.entries()) {
    const place = `${member}.member.${index + 1}`;
    if (!/^[a-z]\w{0,254}$/.test(query.Id)) {
      refuse(
        `The value ${query.Id} for parameter ${place}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
      );
    }
    if (ids.has(query.Id)) {
      refuse(`The values for parameter id in ${member} must be unique: ${query.Id}`);
    }
    ids.add(query.Id);
    checkQuery(query, place);
  }
}

function checkQuery(query: QuerySettings, place: string): void {
  const { MetricStat, Expression, Label, Period, AccountId } = query;
  if (Boolean(MetricStat) === (Expression !== undefined)) {
    refuse(`Exactly one of ${place}.MetricStat and ${place}.Expression must be specified.`);
  }
  if (Expression && Expression.length > MAX_EXPRESSION) {
    throw longerThan(MAX_EXPRESSION, Expression, 'expression');
  }
  if (Period !== undefined) throw new NotSimulatedError(`Period of ${place}`);
  if (AccountId !== undefined) throw new NotSimulatedError(`AccountId of ${place}`);
  if (Label?.includes('${')) throw new NotSimulatedError(`label ${Label}`);
  if (MetricStat) checkMetricStat(MetricStat, `${place}.MetricStat`);
}

function checkMetricStat(
  { Metric, Stat, Unit, Period }: Partial<NonNullable<QuerySettings['MetricStat']>>,
  place: string,
): void {
  if (!Metric?.Namespace) throw missingParameter(`${place}.Metric.Namespace`);
  if (!Metric.MetricName) throw missingParameter(`${place}.Metric.MetricName`);
  if (!Stat) throw missingParameter(`${place}.Stat`);
  checkDimensions(Metric.Dimensions, `${place}.Metric.Dimensions`);
  checkPeriod(Number(Period));
  checkUnit(Unit);
}

function refuse(message: string): never {
  throw cloudWatchException('ValidationException', message);
}
