import { toldText } from '../told-value.ts';
import { malformedPolicy } from './iam-errors.ts';

/** Where a document stands. */
export type DocumentKind = 'identity' | 'trust';

type Json = Readonly<Record<string, unknown>>;

const SYNTAX = 'Syntax errors in policy.';
const LEGACY = 'The policy failed legacy parsing';
const TOP = new Set(['Version', 'Id', 'Statement']);
const STATEMENT = new Set([
  ...['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction'],
  ...['Resource', 'NotResource', 'Condition'],
]);
const VERSIONS = new Set<unknown>([undefined, '2008-10-17', '2012-10-17']);
const LISTS = ['Action', 'NotAction', 'Resource', 'NotResource'] as const;
const OPERATOR =
  /^(ForAllValues:|ForAnyValue:)?((String(Not)?(Equals|EqualsIgnoreCase|Like))|(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?)|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?$|^Null$/i;

/**
 * Throws MalformedPolicyDocument where IAM would not take a document, whatever is simulated of it: its JSON, its
 * elements, the form of its actions and resources. IAM User Guide, "Grammar of the IAM JSON policy language".
 */
export function checkSyntax(text: string, kind: DocumentKind): void {
  const document = parse(text, kind);
  const { Version, Id = '', Statement } = document;
  if (Object.keys(document).some((key) => !TOP.has(key)) || typeof Id !== 'string') refuse(SYNTAX);
  if (!VERSIONS.has(Version)) refuse(SYNTAX);
  const statements = [Statement].flat();
  if (statements.length === 0) refuse(SYNTAX);
  for (const statement of statements) checkStatement(statement);
  if (kind === 'identity' && Version !== '2012-10-17') {
    refuse('Policy document must be version 2012-10-17 or greater.');
  }
  const written = statements as Json[];
  if (written.some(({ Effect }) => Effect !== 'Allow' && Effect !== 'Deny')) refuse(LEGACY);
  checkSids(written);
  for (const statement of written) checkContent(statement, kind);
}

function parse(text: string, kind: DocumentKind): Json {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isObject(parsed)) return parsed;
  } catch {
    // What is no JSON is told the same way as what is no object.
  }
  throw malformedPolicy(kind === 'trust' ? 'This policy contains invalid Json' : SYNTAX);
}

function checkStatement(statement: unknown): void {
  if (!isObject(statement)) throw malformedPolicy(SYNTAX);
  const { Sid = '', Effect, Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  if (Object.keys(statement).some((key) => !STATEMENT.has(key))) refuse(SYNTAX);
  if (typeof Sid !== 'string' || !/^(allow|deny)$/i.test(toldText(Effect))) refuse(SYNTAX);
  if (Action !== undefined && NotAction !== undefined) refuse(SYNTAX);
  if (Resource !== undefined && NotResource !== undefined) refuse(SYNTAX);
  if (LISTS.some((name) => !isTexts(statement[name]))) refuse(SYNTAX);
  if (!isObject(Condition) || !Object.entries(Condition).every(isCondition)) refuse(SYNTAX);
}

/** An operator of AWS with its keys, or an unknown one that has none. */
function isCondition([operator, keys]: [string, unknown]): boolean {
  if (!isObject(keys)) return false;
  const values = Object.values(keys);
  return (OPERATOR.test(operator) || values.length === 0) && values.every(isConditionValue);
}

function isConditionValue(value: unknown): boolean {
  return [value].flat().every((one) => ['string', 'number', 'boolean'].includes(typeof one));
}

function isTexts(value: unknown = []): boolean {
  return [value].flat().every((one) => typeof one === 'string');
}

function checkSids(statements: readonly Json[]): void {
  const sids = statements.map(({ Sid }) => Sid).filter((sid) => sid !== undefined && sid !== '');
  if (sids.some((sid) => !/^[0-9A-Za-z]*$/.test(toldText(sid)))) {
    refuse(
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    );
  }
  if (new Set(sids).size < sids.length) {
    refuse('Statement IDs (SID) in a single policy must be unique.');
  }
}

function checkContent(statement: Json, kind: DocumentKind): void {
  const actions = textsOf(statement['Action'] ?? statement['NotAction']);
  const hasPrincipal = (statement['Principal'] ?? statement['NotPrincipal']) !== undefined;
  if (kind === 'trust') {
    checkTrust(statement, actions, hasPrincipal);
    return;
  }
  if (hasPrincipal) refuse('Policy document should not specify a principal.');
  const resources = textsOf(statement['Resource'] ?? statement['NotResource']);
  for (const resource of resources) checkResource(resource);
  if (actions.length === 0) refuse('Policy statement must contain actions.');
  for (const action of actions) checkAction(action);
  if (resources.length === 0) refuse('Policy statement must contain resources.');
}

function checkTrust(statement: Json, actions: readonly string[], hasPrincipal: boolean): void {
  for (const field of ['Resource', 'NotResource']) {
    if (statement[field] !== undefined) refuse(`Has prohibited field ${field}`);
  }
  if (!hasPrincipal) refuse('Missing required field Principal');
  if (actions.length === 0) refuse('Missing required field Action');
  if (!actions.every((action) => STS_ACTIONS.test(action))) {
    refuse('AssumeRole policy may only specify STS AssumeRole actions.');
  }
}

const STS_ACTIONS =
  /^(\*|sts:(\*|Assume[*]?|AssumeRole[*]?|AssumeRoleWith(SAML|WebIdentity)|TagSession|SetSourceIdentity|SetContext))$/i;

function checkAction(action: string): void {
  if (action === '*') return;
  const [vendor = '', ...rest] = action.split(':');
  if (rest.length === 0) {
    refuse('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  }
  if (rest.length > 1) refuse('Actions/Condition can contain only one colon.');
  if (!/^[\w-]+$/.test(vendor)) refuse(`Vendor ${vendor} is not valid`);
}

const PARTITIONS = /^(\*|aws[\w-]*)$/;

function checkResource(resource: string): void {
  if (resource === '*') return;
  const [first = '', partition = '', ...rest] = resource.split(':');
  if (!resource.includes(':')) {
    refuse(`Resource ${resource} must be in ARN format or "*".`);
  }
  if (!PARTITIONS.test(partition) && !/[*?$]/.test(first + partition)) {
    const padded = [...rest, '*', '*', '*', '*'].slice(0, Math.max(4, rest.length));
    refuse(
      `Partition "${partition}" is not valid for resource "arn:${[partition, ...padded].join(':')}".`,
    );
  }
  if (rest.length === 0 && !partition.includes('*')) {
    refuse('Resource vendor must be fully qualified and cannot contain regexes.');
  }
  checkOwner(resource, rest);
}

const IAM_RESOURCES =
  'user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/';

/** Of an ARN after its partition: service, region, account, resource. */
const ARN_PARTS = 4;

/** Services without regions take none in their ARNs. */
function checkOwner(resource: string, rest: string[]): void {
  const [service, region = '', , ...names] = rest;
  if (service === '' || (service === 's3' && rest.length < ARN_PARTS)) refuse(LEGACY);
  const isGlobal = region === '' || /[*$]/.test(region);
  if (service === 'iam' && !isGlobal) {
    refuse(`IAM resource ${resource} cannot contain region information.`);
  }
  if (service === 's3' && !isGlobal) {
    refuse(`Resource ${resource} can not contain region information.`);
  }
  const name = names.join(':');
  if (service !== 'iam' || /[*?$]/.test(name)) return;
  if (!IAM_RESOURCES.split(', ').some((kind) => name.startsWith(kind))) {
    refuse(`IAM resource path must either be "*" or start with ${IAM_RESOURCES}.`);
  }
}

function textsOf(value: unknown): string[] {
  return [value ?? []].flat() as string[];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(message: string): never {
  throw malformedPolicy(message);
}
