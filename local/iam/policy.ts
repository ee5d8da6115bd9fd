import { NotSimulatedError, type Problem } from '../errors.ts';
import { toldText, toldValue } from '../told-value.ts';
import { type Condition, compileConditions } from './conditions.ts';
import { compileGlob } from './glob.ts';
import { compilePrincipal, type PrincipalElement } from './principal-element.ts';

/** Where a policy stands: on a role, on a resource, or as the trust policy that says who may assume a role. */
export type PolicyKind = 'identity' | 'resource' | 'trust';

/** One compiled statement of a policy. */
export interface Statement {
  /** For messages, such as `policy Writes, statement 2 (AllowPut)`. */
  label: string;
  effect: 'Allow' | 'Deny';
  /** Whether it speaks of this action on this resource. */
  covers(action: string, resource: string): boolean;
  /** Whom it names; an identity policy names its role. */
  names: PrincipalElement;
  conditions: readonly Condition[];
}

/** What a policy is called in messages, where it stands and where its document is in the template. */
export interface PolicyPlace {
  name: string;
  kind: PolicyKind;
  /** Such as `Properties.PolicyDocument`. */
  path: string;
}

/**
 * Compiles a policy document; throws NotSimulatedError with all elements that are not simulated.
 * IAM User Guide, "IAM JSON policy reference".
 */
export function compilePolicy(document: unknown, place: PolicyPlace): Statement[] {
  const problems: Problem[] = [];
  const { Version, Id: _id, Statement, ...others } = asObject(document, place.path, problems);
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17') {
    problems.push({ path: `${place.path}.Version`, what: `policy version ${toldText(Version)}` });
  }
  for (const key of Object.keys(others)) {
    problems.push({ path: `${place.path}.${key}`, what: `policy element ${key}` });
  }
  const statements = [Statement ?? []].flat().map((statement: unknown, index) => {
    const path = `${place.path}.Statement[${index}]`;
    return compileStatement(
      asObject(statement, path, problems),
      { ...place, path, index },
      problems,
    );
  });
  if (problems.length > 0) throw new NotSimulatedError(problems);
  return statements;
}

/** Throws what `compilePolicy` throws for a policy at `path` of a resource's properties. */
export function checkPolicy(document: unknown, kind: PolicyKind, path = 'PolicyDocument'): void {
  compilePolicy(document, { name: '', kind, path: `Properties.${path}` });
}

const ELEMENTS = new Set([
  'Sid',
  'Effect',
  'Principal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

interface StatementPlace extends PolicyPlace {
  index: number;
}

function compileStatement(
  statement: Record<string, unknown>,
  place: StatementPlace,
  problems: Problem[],
): Statement {
  const { Sid, Effect, Principal, Condition } = statement;
  const refuse = (what: string): void => void problems.push({ path: place.path, what });
  for (const key of Object.keys(statement)) {
    if (!ELEMENTS.has(key)) refuse(`policy element ${key}`);
  }
  if (Effect !== 'Allow' && Effect !== 'Deny') refuse(`effect ${toldText(Effect)}`);
  const title = Sid === undefined ? '' : ` (${toldText(Sid)})`;
  return {
    label: `${place.name}, statement ${place.index + 1}${title}`,
    effect: Effect === 'Deny' ? 'Deny' : 'Allow',
    covers: compileCoverage(statement, place.kind, refuse),
    names:
      place.kind === 'identity' && Principal === undefined
        ? () => 'caller'
        : compilePrincipal(Principal, `${place.path}.Principal`, problems),
    conditions: compileConditions(Condition, `${place.path}.Condition`, problems),
  };
}

function compileCoverage(
  statement: Record<string, unknown>,
  kind: PolicyKind,
  refuse: (what: string) => void,
): Statement['covers'] {
  const { Action, NotAction, Resource, NotResource } = statement;
  if ((Action === undefined) === (NotAction === undefined)) refuse('needs Action or NotAction');
  const everywhere = kind === 'trust' && Resource === undefined && NotResource === undefined;
  if (!everywhere && (Resource === undefined) === (NotResource === undefined)) {
    refuse('needs Resource or NotResource');
  }
  // Actions are compared without regard to case, resources with.
  const actions = patterns(Action ?? NotAction, refuse).map((text) =>
    compileGlob(text.toLowerCase()),
  );
  const resources = patterns(Resource ?? NotResource ?? '*', refuse).map(compileGlob);
  const listsActions = Action !== undefined;
  const listsResources = NotResource === undefined;
  return (action, resource) => {
    const lower = action.toLowerCase();
    return (
      actions.some((matches) => matches(lower)) === listsActions &&
      resources.some((matches) => matches(resource)) === listsResources
    );
  };
}

function patterns(value: unknown, refuse: (what: string) => void): string[] {
  const texts = [value ?? []].flat().map(toldText);
  const variable = texts.find((text) => text.includes('${'));
  if (variable) refuse(`policy variable in ${variable}`);
  return texts;
}

function asObject(value: unknown, path: string, problems: Problem[]): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  problems.push({ path, what: `policy element ${toldValue(value)}` });
  return {};
}
