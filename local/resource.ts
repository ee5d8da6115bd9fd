import type { Engines } from './engines.ts';
import type { Surroundings } from './surroundings.ts';

export type { Surroundings } from './surroundings.ts';

/**
 * How much of a property the embedded cloud honours: `simulated` (it has its effect), `recorded` (kept
 * and listed by `orderly fidelity`, without effect here) or, where not named at all, refused at load.
 * `simulated` with `only` refuses every other value.
 */
export type Fidelity = 'simulated' | 'recorded' | { only: readonly unknown[] };

/** A resource of a template whose intrinsics have been resolved. */
export interface LoadedResource {
  stackName: string;
  logicalId: string;
  type: string;
  /** Resolved values; property names as in CloudFormation. */
  properties: Record<string, unknown>;
  /** What `Ref` gives. */
  ref: string;
  /** What `Fn::GetAtt` gives. */
  attributes: Record<string, string>;
}

/** One CloudFormation resource type that the embedded cloud knows. Each service's folder lists its own. */
export interface ResourceType {
  /** Such as `AWS::SQS::Queue`. */
  type: string;
  /**
   * Every property that may occur. Nested ones are dotted (`RedrivePolicy.maxReceiveCount`), list items
   * skipped (`Tags.Key` is not needed when `Tags` itself stands as `recorded`); a parent listed alone covers all below it.
   */
  properties: Record<string, Fidelity>;
  /** Physical id and attributes. `generatedName` is unique and stable: stack, logical id, hash. */
  identify(
    resource: Pick<LoadedResource, 'stackName' | 'logicalId' | 'properties'>,
    surroundings: Surroundings,
    generatedName: string,
  ): { ref: string; attributes: Record<string, string> };
  /**
   * Refuses, with NotSimulatedError, what names alone do not tell (a pattern's operator, a policy's
   * condition). Called for all resources before any is created, so that one error lists everything.
   */
  check?(resource: LoadedResource): void;
  /** Brings it to life; resources come in dependency order. Absent for types that are only recorded. */
  create?(resource: LoadedResource, engines: Engines): void;
  /**
   * Throws AccessDenied if it lacks a grant that AWS would only miss when it is first needed. Called
   * once everything is there, policies included: so a missing grant fails here and not some night.
   */
  verifyGrants?(resource: LoadedResource, engines: Engines): void;
}
