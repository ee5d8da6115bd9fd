import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { forbiddenCharacter } from './characters.ts';
import type { MessageAttributes } from './message.ts';
import { sqsException, sqsParameterError } from './sqs-errors.ts';

const MAXIMUM_ATTRIBUTES = 10;
/** Letters of every script. */
const NAME = /^[\p{L}\p{N}_.-]+$/u;
const RESERVED = /^((aws|amazon)\.|\.)|\.$|\.\./i;
const TYPE = /^(String|Number|Binary)(\.|$)/;
/** Of a name, and of a type with the label behind it. */
const MAXIMUM_LENGTH = 256;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * A message's attributes, once they keep SQS's rules; undefined if there are none.
 * Amazon SQS Developer Guide, "Amazon SQS message metadata".
 */
export function checkedAttributes(
  attributes: MessageAttributes | undefined,
): MessageAttributes | undefined {
  const entries = Object.entries(attributes ?? {});
  if (entries.length === 0) return undefined;
  if (entries.length > MAXIMUM_ATTRIBUTES) {
    throw sqsParameterError(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${MAXIMUM_ATTRIBUTES}].`,
    );
  }
  for (const [name, value] of entries) {
    checkName(name);
    checkValue(name, value);
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, { ...value }]));
}

/** The one system attribute that a sender may set; undefined if it is not there. */
export function traceHeaderOf(attributes: MessageAttributes | undefined): string | undefined {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name !== 'AWSTraceHeader') {
      throw sqsParameterError(`Message system attribute name '${name}' is invalid.`);
    }
    checkLists(value);
    if (value.DataType !== 'String' || !value.StringValue || value.BinaryValue) {
      throw sqsParameterError(
        `Message system attribute '${name}' must contain a non-empty value of type 'String'.`,
      );
    }
  }
  return attributes?.['AWSTraceHeader']?.StringValue;
}

function checkName(name: string): void {
  if (name.length > MAXIMUM_LENGTH) {
    throw sqsParameterError('Message (user) attribute names must be shorter than 256 Bytes');
  }
  if (!NAME.test(name)) {
    throw sqsParameterError(
      'Message (user) attributes name can only contain upper and lower score characters, digits, periods, hyphens and underscores. ',
    );
  }
  if (RESERVED.test(name)) {
    throw sqsParameterError(
      "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.",
    );
  }
}

/** Lists are in the API and nowhere else: SQS refuses them. */
function checkLists({ StringListValues = [], BinaryListValues = [] }: MessageAttributeValue): void {
  if (StringListValues.length + BinaryListValues.length === 0) return;
  const message = 'Message attribute list values in SendMessage operation are not supported.';
  throw sqsException('UnsupportedOperation', message);
}

function checkValue(name: string, value: MessageAttributeValue): void {
  checkLists(value);
  const { DataType = '', StringValue, BinaryValue } = value;
  if (!TYPE.test(DataType)) {
    throw sqsParameterError(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  if (DataType.length > MAXIMUM_LENGTH) {
    throw sqsParameterError(
      `The type of message (user) attribute '${name}' must be shorter than ${MAXIMUM_LENGTH} Bytes`,
    );
  }
  const present = DataType.startsWith('Binary') ? BinaryValue?.byteLength : StringValue;
  if (!present) {
    throw sqsParameterError(
      `Message (user) attribute '${name}' must contain a non-empty value of type '${DataType.split('.')[0]}'.`,
    );
  }
  const forbidden = StringValue && forbiddenCharacter(StringValue, `message attribute '${name}'`);
  if (forbidden) throw sqsParameterError(forbidden);
  if (DataType.startsWith('Number') && !NUMBER.test(StringValue ?? '')) {
    throw sqsParameterError(
      `Can't cast the value of message (user) attribute '${name}' to a number.`,
    );
  }
}
