/**
 * What a test may need that not every engine has: time that moves by hours; an API Gateway that refuses a request
 * without a required header by itself, and one that answers as the API's gateway responses say; SQS moving messages
 * from a DLQ back to where they came from; event source mappings that leave a message's text as it is.
 */
export type Ability =
  | 'moved-time'
  | 'required-headers'
  | 'gateway-responses'
  | 'redrive'
  | 'verbatim-bodies';

/** The abilities a target lacks, each with the reason that is printed for every test left out. */
export type Lacking = Readonly<Partial<Record<Ability, string>>>;

/** Time is as long as it is outside this process. */
export const REAL_TIME: Lacking = {
  'moved-time': 'it takes half an hour of real time',
};
