import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  childTraceparent,
  traceHeaderOf,
  traceparentOf,
} from '../../../../functions/runtime/trace.ts';

const hexadecimal = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const anyTraceparent = fc
  .tuple(hexadecimal(32), hexadecimal(16), fc.constantFrom('00', '01'))
  .map(([trace, parent, flags]) => `00-${trace}-${parent}-${flags}`);

describe('a trace context', () => {
  it('survives the way through an X-Ray header and back', () => {
    fc.assert(
      fc.property(anyTraceparent, (traceparent) => {
        expect(traceparentOf(traceHeaderOf(traceparent))).toBe(traceparent);
      }),
    );
  });

  it('has the same trace id in both forms', () => {
    expect(traceHeaderOf('00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01')).toBe(
      'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
    );
  });

  it('is read from a header that says more, or less', () => {
    const root = 'Root=1-5759e988-bd862e3fe1be46a994272793';
    expect(traceparentOf(`Self=1-a-b;${root};Parent=53995c3f42cd8ad8;Sampled=0;Lineage=a:b`)).toBe(
      '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-00',
    );
    expect(traceparentOf(root)).toBe('00-5759e988bd862e3fe1be46a994272793-bd862e3fe1be46a9-01');
  });

  it.each([undefined, '', 'Root=nonsense', 'Root=1-5759e988'])(
    'is none in the header %j',
    (header) => {
      expect(traceparentOf(header)).toBeUndefined();
    },
  );

  it.each([undefined, '', 'nonsense', '01-a-b-c'])('makes no header of %j', (traceparent) => {
    expect(traceHeaderOf(traceparent)).toBeUndefined();
  });

  it("makes an event the parent of what follows from it, in its cause's trace", () => {
    const traceparent = '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-00';
    expect(childTraceparent(traceparent, '0123456789abcdef0123456789abcdef')).toBe(
      '00-5759e988bd862e3fe1be46a994272793-0123456789abcdef-00',
    );
    expect(childTraceparent(undefined, '0123456789abcdef')).toBeUndefined();
  });
});
