/** What the requests name: a queue, and an API with its root resource. */
export interface Named {
  QueueUrl: string;
  restApiId: string;
  rootId: string;
}

/** The home of the world of these tests. */
export const PLACE = 'eu-west-1:000000000000';
/** The function that echoes. */
export const FUNCTION = `arn:aws:lambda:${PLACE}:function:echo`;
/** Its queue. */
export const QUEUE = `arn:aws:sqs:${PLACE}:letters`;
/** The stream of the table. */
export const STREAM = `arn:aws:dynamodb:${PLACE}:table/things/stream/2026-01-01T00:00:00.000`;
