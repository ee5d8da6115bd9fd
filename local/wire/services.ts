/** How a service answers over the wire, where services differ. */
export interface WireService {
  /** The name of the SDK's service, as of `Service`. */
  name: string;
  /** In the scope of a signature's credential. */
  signingName: string;
  /** Before the operation in X-Amz-Target: it speaks AWS JSON. */
  target?: string;
  jsonVersion?: '1.0' | '1.1';
  /** The XML namespace of its answers: it speaks AWS Query. */
  queryNamespace?: string;
  /** Its version in AWS Query. */
  queryVersion?: string;
  /** Whether it tells the code of AWS Query beside a JSON answer. */
  queryCompatible?: boolean;
  /** Whether it speaks REST with JSON bodies. */
  rest?: boolean;
  /** Before the names of its own errors in `__type`. */
  errorPrefix: string;
  /** Before the names of the errors of its front end in `__type`. */
  frontPrefix: string;
  /** The error that says a request is not valid. */
  validation: string;
  /** The error that says it is the service's fault. */
  internal: string;
  /** The status where a request is not signed. */
  unsignedStatus: number;
  /** Largest body of a request. */
  maximumBytes: number;
  /** Loads the SDK's package with the service's model, on the first request. */
  load(): Promise<object>;
}

const MEBIBYTE = 1024 * 1024;
const FORBIDDEN = 403;
const BAD_REQUEST = 400;
const CORAL = 'com.amazon.coral.service#';

const dynamodb = {
  signingName: 'dynamodb',
  jsonVersion: '1.0',
  frontPrefix: CORAL,
  validation: 'ValidationException',
  internal: 'InternalServerError',
  unsignedStatus: BAD_REQUEST,
  maximumBytes: 16 * MEBIBYTE,
} as const;

/** How the front end speaks for a service that is not there: as AWS JSON 1.0, with errors of its own alone. */
export const noService: WireService = {
  name: '',
  signingName: '',
  jsonVersion: '1.0',
  errorPrefix: '',
  frontPrefix: CORAL,
  validation: 'ValidationException',
  internal: 'InternalFailure',
  unsignedStatus: FORBIDDEN,
  maximumBytes: 0,
  load: async () => ({}),
};

/**
 * The services that can be reached over the wire. Sizes are those of the services' own quotas pages; where a
 * page gives only the size of what is carried, its encoding and the rest of the request are added.
 */
export const wireServices: readonly WireService[] = [
  {
    ...dynamodb,
    name: 'dynamodb',
    target: 'DynamoDB_20120810',
    errorPrefix: 'com.amazonaws.dynamodb.v20120810#',
    load: () => import('@aws-sdk/client-dynamodb'),
  },
  {
    ...dynamodb,
    name: 'dynamodbstreams',
    target: 'DynamoDBStreams_20120810',
    errorPrefix: 'com.amazonaws.dynamodb.v20120810#',
    load: () => import('@aws-sdk/client-dynamodb-streams'),
  },
  {
    name: 'sqs',
    signingName: 'sqs',
    target: 'AmazonSQS',
    jsonVersion: '1.0',
    queryNamespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
    queryVersion: '2012-11-05',
    queryCompatible: true,
    errorPrefix: 'com.amazonaws.sqs#',
    frontPrefix: CORAL,
    validation: 'InvalidParameterValue',
    internal: 'InternalFailure',
    unsignedStatus: FORBIDDEN,
    maximumBytes: 10 * MEBIBYTE,
    load: () => import('@aws-sdk/client-sqs'),
  },
  {
    name: 'eventbridge',
    signingName: 'events',
    target: 'AWSEvents',
    jsonVersion: '1.1',
    errorPrefix: '',
    frontPrefix: '',
    validation: 'ValidationException',
    internal: 'InternalFailure',
    unsignedStatus: BAD_REQUEST,
    maximumBytes: 10 * MEBIBYTE,
    load: () => import('@aws-sdk/client-eventbridge'),
  },
  {
    name: 'cloudwatch',
    signingName: 'monitoring',
    target: 'GraniteServiceVersion20100801',
    jsonVersion: '1.0',
    queryNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    queryVersion: '2010-08-01',
    queryCompatible: true,
    errorPrefix: 'com.amazonaws.cloudwatch#',
    frontPrefix: CORAL,
    validation: 'InvalidParameterValueException',
    internal: 'InternalServiceFault',
    unsignedStatus: FORBIDDEN,
    maximumBytes: 10 * MEBIBYTE,
    load: () => import('@aws-sdk/client-cloudwatch'),
  },
  {
    name: 'sts',
    signingName: 'sts',
    queryNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    queryVersion: '2011-06-15',
    errorPrefix: '',
    frontPrefix: '',
    validation: 'ValidationError',
    internal: 'InternalFailure',
    unsignedStatus: FORBIDDEN,
    maximumBytes: MEBIBYTE,
    load: () => import('@aws-sdk/client-sts'),
  },
  {
    name: 'iam',
    signingName: 'iam',
    queryNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    queryVersion: '2010-05-08',
    errorPrefix: '',
    frontPrefix: '',
    validation: 'ValidationError',
    internal: 'ServiceFailure',
    unsignedStatus: FORBIDDEN,
    maximumBytes: MEBIBYTE,
    load: () => import('@aws-sdk/client-iam'),
  },
  {
    name: 'cloudwatchlogs',
    signingName: 'logs',
    target: 'Logs_20140328',
    jsonVersion: '1.1',
    errorPrefix: '',
    frontPrefix: '',
    validation: 'InvalidParameterException',
    internal: 'ServiceUnavailableException',
    unsignedStatus: BAD_REQUEST,
    maximumBytes: 10 * MEBIBYTE,
    load: () => import('@aws-sdk/client-cloudwatch-logs'),
  },
  {
    name: 'lambda',
    signingName: 'lambda',
    rest: true,
    errorPrefix: '',
    frontPrefix: '',
    validation: 'InvalidParameterValueException',
    internal: 'ServiceException',
    unsignedStatus: FORBIDDEN,
    maximumBytes: 70 * MEBIBYTE,
    load: () => import('@aws-sdk/client-lambda'),
  },
  {
    name: 'schemas',
    signingName: 'schemas',
    rest: true,
    errorPrefix: '',
    frontPrefix: '',
    validation: 'BadRequestException',
    internal: 'InternalServerErrorException',
    unsignedStatus: FORBIDDEN,
    maximumBytes: 10 * MEBIBYTE,
    load: () => import('@aws-sdk/client-schemas'),
  },
  {
    name: 'apigateway',
    signingName: 'apigateway',
    rest: true,
    errorPrefix: '',
    frontPrefix: '',
    validation: 'BadRequestException',
    internal: 'InternalFailure',
    unsignedStatus: FORBIDDEN,
    maximumBytes: 10 * MEBIBYTE,
    load: () => import('@aws-sdk/client-api-gateway'),
  },
];

/** The largest request that any service takes: code of a function, zipped and in base64. */
export const LARGEST_REQUEST_BYTES = Math.max(
  ...wireServices.map(({ maximumBytes }) => maximumBytes),
);
