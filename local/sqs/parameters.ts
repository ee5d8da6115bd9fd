const content = [
  ...['QueueUrl', 'MessageBody', 'DelaySeconds', 'MessageAttributes', 'MessageSystemAttributes'],
  ...['MessageGroupId', 'MessageDeduplicationId'],
];

/** The operations of Amazon SQS that are simulated, each with the parameters it honours. */
export const parameters: Readonly<Record<string, readonly string[]>> = {
  SendMessage: content,
  SendMessageBatch: ['QueueUrl', 'Entries'],
  ReceiveMessage: [
    ...['QueueUrl', 'MaxNumberOfMessages', 'VisibilityTimeout', 'WaitTimeSeconds'],
    ...['AttributeNames', 'MessageSystemAttributeNames', 'MessageAttributeNames'],
  ],
  DeleteMessage: ['QueueUrl', 'ReceiptHandle'],
  DeleteMessageBatch: ['QueueUrl', 'Entries'],
  ChangeMessageVisibility: ['QueueUrl', 'ReceiptHandle', 'VisibilityTimeout'],
  ChangeMessageVisibilityBatch: ['QueueUrl', 'Entries'],
  GetQueueAttributes: ['QueueUrl', 'AttributeNames'],
  CreateQueue: ['QueueName', 'Attributes', 'tags'],
  DeleteQueue: ['QueueUrl'],
  SetQueueAttributes: ['QueueUrl', 'Attributes'],
  TagQueue: ['QueueUrl', 'Tags'],
  UntagQueue: ['QueueUrl', 'TagKeys'],
  ListQueueTags: ['QueueUrl'],
  AddPermission: ['QueueUrl', 'Label', 'AWSAccountIds', 'Actions'],
  RemovePermission: ['QueueUrl', 'Label'],
  ListDeadLetterSourceQueues: ['QueueUrl', 'MaxResults', 'NextToken'],
  GetQueueUrl: ['QueueName', 'QueueOwnerAWSAccountId'],
  ListQueues: ['QueueNamePrefix', 'MaxResults', 'NextToken'],
  PurgeQueue: ['QueueUrl'],
  StartMessageMoveTask: ['SourceArn', 'DestinationArn', 'MaxNumberOfMessagesPerSecond'],
  ListMessageMoveTasks: ['SourceArn', 'MaxResults'],
  CancelMessageMoveTask: ['TaskHandle'],
};
