import { CreateQueueCommand, DeleteMessageCommand } from '@aws-sdk/client-sqs';
import type { VerifiedFact } from '../fact.ts';

/** What tests that ran against AWS recorded of Amazon SQS. */
export const sqsFacts: readonly VerifiedFact[] = [
  {
    says: 'a receipt handle that is none is refused as ReceiptHandleIsInvalid',
    source:
      'localstack/localstack tests/aws/services/sqs/test_sqs.py, test_invalid_receipt_handle_should_return_error_message',
    async holds({ send, expect }) {
      const { QueueUrl } = await send(new CreateQueueCommand({ QueueName: 'letters' }));
      const deletion = send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'garbage' }));
      await expect(deletion).rejects.toThrow('is not a valid receipt handle');
    },
  },
];
