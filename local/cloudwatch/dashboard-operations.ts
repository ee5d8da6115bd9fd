import { missingParameter } from './cloudwatch-errors.ts';
import {
  type CloudWatchOperation,
  type CloudWatchPlace,
  cloudWatchPage,
  dashboardArn,
} from './operation.ts';
import { newTags, type Tag } from './tags.ts';

/** Dashboards of one page; API_ListDashboards. */
export const MAX_DASHBOARDS_PAGE = 1_000;

interface Input {
  DashboardName?: string;
  DashboardBody?: string;
  DashboardNames?: string[];
  DashboardNamePrefix?: string;
  NextToken?: string;
  Tags?: Tag[];
}

/** The operations on dashboards. */
export const dashboardOperations: Readonly<Record<string, CloudWatchOperation>> = {
  PutDashboard: {
    parameters: ['DashboardName', 'DashboardBody', 'Tags'],
    resources: onDashboard,
    run({ DashboardName, DashboardBody, Tags }: Input, { cloudwatch }) {
      if (DashboardName === undefined) throw missingParameter('DashboardName');
      if (DashboardBody === undefined) throw missingParameter('DashboardBody');
      cloudwatch.dashboards.put(DashboardName, DashboardBody, newTags(Tags));
      return { DashboardValidationMessages: [] };
    },
  },
  GetDashboard: {
    parameters: ['DashboardName'],
    resources: onDashboard,
    run({ DashboardName = '' }: Input, place) {
      const { name, body } = place.cloudwatch.dashboards.named(DashboardName);
      return { DashboardName: name, DashboardArn: dashboardArn(place, name), DashboardBody: body };
    },
  },
  ListDashboards: {
    parameters: ['DashboardNamePrefix', 'NextToken'],
    resources: (_input: Input, place) => [dashboardArn(place, '*')],
    run: listDashboards,
  },
  DeleteDashboards: {
    parameters: ['DashboardNames'],
    resources: ({ DashboardNames = [] }: Input, place) =>
      DashboardNames.map((name) => dashboardArn(place, name)),
    run({ DashboardNames = [] }: Input, { cloudwatch }) {
      cloudwatch.dashboards.delete(DashboardNames);
      return {};
    },
  },
};

function onDashboard({ DashboardName = '' }: Input, place: CloudWatchPlace): readonly string[] {
  return [dashboardArn(place, DashboardName)];
}

function listDashboards(
  { DashboardNamePrefix = '', NextToken }: Input,
  place: CloudWatchPlace,
): object {
  const dashboards = place.cloudwatch.dashboards.all();
  const chosen = dashboards.filter(({ name }) => name.startsWith(DashboardNamePrefix));
  const page = cloudWatchPage(chosen, ({ name }) => name, MAX_DASHBOARDS_PAGE, NextToken);
  const entries = page.items.map(({ name, body, lastModifiedMs }) => ({
    DashboardName: name,
    DashboardArn: dashboardArn(place, name),
    LastModified: new Date(lastModifiedMs),
    Size: Buffer.byteLength(body),
  }));
  return { DashboardEntries: entries, NextToken: page.token };
}
