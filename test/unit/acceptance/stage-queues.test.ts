import { describe, expect, it } from 'vitest';
import { services } from '../../../lib/services.ts';
import { consumersOf, StageQueues } from '../../acceptance/stage-queues.ts';
import type { Target } from '../../acceptance/target.ts';
import { loyalty } from '../../fixtures/loyalty/service.ts';
import { answering } from '../../support/ports.ts';

describe('what waits in the queues of a stage', () => {
  it('is counted in the queues of services that were added, too', async () => {
    const { port } = answering({
      GetQueueUrl: ({ QueueName }: { QueueName: string }) => ({ QueueUrl: QueueName }),
      GetQueueAttributes: ({ QueueUrl }: { QueueUrl: string }) => ({
        Attributes: { ApproximateNumberOfMessages: QueueUrl.includes('loyalty') ? '2' : '0' },
      }),
    });
    const target = { clients: { sqs: port }, stage: { name: 'dev' } } as object as Target;
    const consumers = consumersOf([...services, loyalty]);
    expect(consumers).toContainEqual({ service: 'loyalty', name: 'count-points' });
    expect(await new StageQueues(target, consumers).waiting()).toBe(2);
  });
});
