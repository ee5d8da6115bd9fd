import { type Client, Clients } from '../../../local/client.ts';
import { CloudWatch } from '../../../local/cloudwatch/cloudwatch.ts';
import { Facts } from '../../../local/facts.ts';
import type { Foundation } from '../../../local/foundation.ts';
import { Iam } from '../../../local/iam/iam.ts';
import { Latency } from '../../../local/latency.ts';
import { Meters } from '../../../local/meters.ts';
import { seededRandom } from '../../../local/random.ts';
import { createScheduler, type Scheduler, virtualTime } from '../../../local/scheduler.ts';
import { Sqs } from '../../../local/sqs/sqs.ts';
import type { Place } from './symbols.ts';

/** The SQS of the embedded cloud by itself, empty, on a clock of its own. */
export function embeddedSqs(place: Place): { client: Client; scheduler: Scheduler } {
  const scheduler = createScheduler(virtualTime(Date.UTC(2026, 0, 1)));
  const random = seededRandom(1);
  const surroundings = { ...place, partition: 'aws', urlSuffix: 'amazonaws.com' };
  const foundation: Foundation = {
    scheduler,
    random,
    surroundings,
    latency: new Latency('none', random),
    iam: new Iam(surroundings),
    cloudwatch: new CloudWatch(scheduler),
    meters: new Meters(),
    facts: new Facts(scheduler),
    fail: (error) => {
      scheduler.after(0, () => {
        throw error;
      });
    },
  };
  const clients = new Clients([new Sqs(foundation)], foundation);
  return { client: clients.connect({ kind: 'operator' }, 'operator'), scheduler };
}
