import type { Scheduler } from '../scheduler.ts';
import { cloudWatchException, dashboardException } from './cloudwatch-errors.ts';

/** A dashboard: kept and given back, never drawn. */
export interface Dashboard {
  name: string;
  body: string;
  lastModifiedMs: number;
  tags: Map<string, string>;
}

/** Longest name of a dashboard, in characters; API_PutDashboard. */
export const MAX_DASHBOARD_NAME = 255;

/** The dashboards by name. */
export class Dashboards {
  readonly #scheduler: Pick<Scheduler, 'nowMs'>;
  readonly #dashboards = new Map<string, Dashboard>();

  constructor(scheduler: Pick<Scheduler, 'nowMs'>) {
    this.#scheduler = scheduler;
  }

  all(): Dashboard[] {
    return [...this.#dashboards.values()];
  }

  /** Throws DashboardNotFoundError. */
  named(name: string): Dashboard {
    const dashboard = this.#dashboards.get(name);
    if (dashboard) return dashboard;
    throw cloudWatchException('DashboardNotFoundError', `Dashboard ${name} does not exist`);
  }

  /** Adds or replaces one; tags are those of the first time. Throws DashboardInvalidInputError. */
  put(name: string, body: string, tags: Readonly<Record<string, string>> = {}): void {
    checkName(name);
    if (!isJsonObject(body)) {
      const message = 'The field DashboardBody must be a valid JSON object';
      throw dashboardException(message, [{ DataPath: '/', Message: message }]);
    }
    const kept = this.#dashboards.get(name)?.tags ?? new Map(Object.entries(tags));
    const lastModifiedMs = this.#scheduler.nowMs();
    this.#dashboards.set(name, { name, body, lastModifiedMs, tags: kept });
  }

  /** Deletes all of them, or, if one does not exist, none. Throws DashboardNotFoundError. */
  delete(names: readonly string[]): void {
    for (const name of names) this.named(name);
    for (const name of names) this.#dashboards.delete(name);
  }
}

function checkName(name: string): void {
  if (/^[\w-]+$/.test(name) && name.length <= MAX_DASHBOARD_NAME) return;
  throw dashboardException(
    'The value for field DashboardName contains invalid characters. ' +
      'It can only contain alphanumerics, dash (-) and underscore (_).',
  );
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
