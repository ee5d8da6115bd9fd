import { authoriseRequest } from '../runtime/authorise.ts';
import type { FunctionDefinition } from '../runtime/definition.ts';

/** The Lambda authoriser in front of every service's REST API. */
const authorise: FunctionDefinition = {
  service: 'platform',
  name: 'authorise',
  trigger: { kind: 'authoriser' },
  uses: {},
  publishes: [],
  limits: { timeoutSeconds: 10, memoryMb: 256 },
  alarms: [
    {
      metric: 'TokensUnverifiable',
      description:
        "The issuer's keys cannot be fetched: every request is refused with 500. See the log.",
    },
  ],
  handle: authoriseRequest,
};

export default authorise;
