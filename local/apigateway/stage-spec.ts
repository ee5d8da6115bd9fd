import type { MethodSetting } from './method-settings.ts';

/** One stage as its template, or CreateStage, gives it. A change makes a new one. */
export interface StageSpec {
  name: string;
  deploymentId: string;
  description?: string;
  variables?: Readonly<Record<string, string>>;
  tracing: boolean;
  methodSettings: readonly MethodSetting[];
  /** Recorded: no access log is written. */
  accessLog?: { destinationArn?: string; format?: string };
}
