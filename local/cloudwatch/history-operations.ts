import { asksForMetricAlarms, MAX_RECORDS, recordLimit } from './alarm-paging.ts';
import type { AlarmHistoryItem } from './alarms.ts';
import {
  alarmArn,
  type CloudWatchOperation,
  type CloudWatchPlace,
  cloudWatchPage,
} from './operation.ts';

interface Input {
  AlarmName?: string;
  AlarmTypes?: string[];
  HistoryItemType?: string;
  StartDate?: Date;
  EndDate?: Date;
  ScanBy?: string;
  MaxRecords?: number;
  NextToken?: string;
}

/** The operation on the history of alarms. */
export const historyOperations: Readonly<Record<string, CloudWatchOperation>> = {
  DescribeAlarmHistory: {
    parameters: [
      ...['AlarmName', 'AlarmTypes', 'HistoryItemType', 'StartDate', 'EndDate', 'ScanBy'],
      ...['MaxRecords', 'NextToken'],
    ],
    resources: ({ AlarmName = '*' }: Input, place) => [alarmArn(place, AlarmName)],
    run: describeHistory,
  },
};

function describeHistory(input: Input, { cloudwatch }: CloudWatchPlace): object {
  const { ScanBy = 'TimestampDescending', MaxRecords, NextToken } = input;
  const chosen = asksForMetricAlarms(input.AlarmTypes)
    ? cloudwatch.alarmStore.history.filter(isAsked(input))
    : [];
  const limit = recordLimit(MaxRecords, MAX_RECORDS);
  const isAscending = ScanBy === 'TimestampAscending';
  const keyOf = ({ number }: AlarmHistoryItem): string =>
    String(isAscending ? number : Number.MAX_SAFE_INTEGER - number).padStart(16, '0');
  const page = cloudWatchPage(chosen, keyOf, limit, NextToken);
  return { AlarmHistoryItems: page.items.map(historyView), NextToken: page.token };
}

function isAsked(input: Input): (item: AlarmHistoryItem) => boolean {
  const { AlarmName, HistoryItemType, StartDate, EndDate } = input;
  return ({ alarmName, kind, atMs }) =>
    (AlarmName === undefined || alarmName === AlarmName) &&
    (HistoryItemType === undefined || kind === HistoryItemType) &&
    (StartDate === undefined || atMs >= StartDate.getTime()) &&
    (EndDate === undefined || atMs <= EndDate.getTime());
}

function historyView({ alarmName, atMs, kind, summary, data }: AlarmHistoryItem): object {
  return {
    AlarmName: alarmName,
    AlarmType: 'MetricAlarm',
    Timestamp: new Date(atMs),
    HistoryItemType: kind,
    HistorySummary: summary,
    HistoryData: JSON.stringify(data),
  };
}
