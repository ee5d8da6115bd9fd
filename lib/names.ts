/** Makes the well-known physical names of one stage: stacks and operator's tools find things by them. */
export interface Names {
  readonly bus: string;
  readonly archive: string;
  readonly registry: string;
  readonly alarmTopic: string;
  /** Of the function that API Gateway asks for every request of every service. */
  readonly authoriser: string;
  stack(service: string): string;
  table(service: string, table: string): string;
  function(service: string, name: string): string;
  functionLogGroup(service: string, name: string): string;
  /** Of the API's access log. */
  apiLogGroup(service: string): string;
  /** Of the bus's error log; vended logs need the prefix. */
  readonly busLogGroup: string;
  rule(service: string, name: string): string;
  /** The consumer's queue; `dlq` takes what it could not handle, `ruleDlq` what its rule could not deliver. */
  queue(service: string, name: string): string;
  dlq(service: string, name: string): string;
  ruleDlq(service: string, name: string): string;
  api(service: string): string;
  dashboard(service: string): string;
  alarm(service: string, name: string, what: string): string;
  keyAlias(service: string): string;
}

/** The longest name each service takes, in characters, as the AWS quotas pages give them. */
export const NAME_LIMITS = {
  archive: 48,
  function: 64,
  queue: 80,
  registry: 64,
  role: 64,
  rule: 64,
  stack: 128,
  table: 255,
} as const;

/** The names of a stage. Throws if one is longer than its AWS service takes. */
export function namesOf(stage: string): Names {
  const prefix = `orderly-${stage}`;
  const named = (service: string, name: string, limit: number) =>
    within(limit, `${prefix}-${service}-${name}`);
  return {
    bus: prefix,
    archive: within(NAME_LIMITS.archive, prefix),
    registry: within(NAME_LIMITS.registry, prefix),
    alarmTopic: `${prefix}-alarms`,
    authoriser: named('platform', 'authorise', NAME_LIMITS.function),
    stack: (service) => within(NAME_LIMITS.stack, `${prefix}-${service}`),
    table: (service, table) => named(service, table, NAME_LIMITS.table),
    function: (service, name) => named(service, name, NAME_LIMITS.function),
    functionLogGroup: (service, name) =>
      `/aws/lambda/${named(service, name, NAME_LIMITS.function)}`,
    apiLogGroup: (service) => `/aws/apigateway/${prefix}-${service}`,
    busLogGroup: `/aws/vendedlogs/events/event-bus/${prefix}`,
    rule: (service, name) => named(service, name, NAME_LIMITS.rule),
    queue: (service, name) => named(service, name, NAME_LIMITS.queue),
    dlq: (service, name) => named(service, `${name}-dlq`, NAME_LIMITS.queue),
    ruleDlq: (service, name) => named(service, `${name}-rule-dlq`, NAME_LIMITS.queue),
    api: (service) => `${prefix}-${service}`,
    dashboard: (service) => `${prefix}-${service}`,
    alarm: (service, name, what) => `${prefix}-${service}-${name}-${what}`,
    keyAlias: (service) => `alias/${prefix}-${service}`,
  };
}

function within(limit: number, name: string): string {
  if (name.length <= limit) return name;
  throw new Error(`The name ${name} has ${name.length} characters; AWS takes ${limit}.`);
}
