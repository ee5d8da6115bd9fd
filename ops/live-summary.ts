import type { WriteStream } from 'node:tty';

/** What the live summary shows. */
export interface LiveFigures {
  placed: number;
  reserved: number;
  confirmed: number;
  fulfilled: number;
  cancelled: number;
  inFlight: number;
  dlq: number;
  /** Orders settled a second, lately. */
  ordersPerSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** Shows figures as they change: in place on a terminal, line by line elsewhere. */
export interface LiveSummary {
  show(figures: LiveFigures): void;
  /** Prints a line that stays, above the figures. */
  say(line: string): void;
  /** Leaves the last figures standing. */
  end(): void;
}

/** Makes a summary for a stream; without a TTY every call to `show` prints one plain line. */
export function liveSummary(stream: Pick<WriteStream, 'write' | 'isTTY' | 'columns'>): LiveSummary {
  return stream.isTTY ? onTerminal(stream) : inLines(stream);
}

function onTerminal(stream: Pick<WriteStream, 'write' | 'columns'>): LiveSummary {
  let shown = 0;
  const clear = (): string => (shown > 0 ? `\u001b[${shown}A\u001b[J` : '');
  return {
    say(line) {
      stream.write(`${clear()}${line}\n`);
      shown = 0;
    },
    show(figures) {
      // A row that wraps would take two lines, and the next show would not reach back to the first.
      const rows = rowsOf(figures).map((row) => row.slice(0, stream.columns || undefined));
      stream.write(clear() + rows.map((row) => `${row}\n`).join(''));
      shown = rows.length;
    },
    end() {
      shown = 0;
    },
  };
}

function inLines(stream: Pick<WriteStream, 'write'>): LiveSummary {
  return {
    show({ placed, reserved, confirmed, fulfilled, cancelled, inFlight, dlq, ...rates }) {
      stream.write(
        `placed ${placed}  reserved ${reserved}  confirmed ${confirmed}  fulfilled ${fulfilled}  ` +
          `cancelled ${cancelled}  in flight ${inFlight}  DLQs ${dlq}  ` +
          `${rates.ordersPerSecond} orders/s  p50 ${rates.p50Ms} ms  p99 ${rates.p99Ms} ms\n`,
      );
    },
    say(line) {
      stream.write(`${line}\n`);
    },
    end() {},
  };
}

function rowsOf(figures: LiveFigures): string[] {
  const cell = (name: string, value: string | number): string =>
    `${name.padEnd(11)}${String(value).padStart(9)}`;
  const { placed, reserved, confirmed, fulfilled, cancelled, inFlight, dlq } = figures;
  return [
    [
      cell('placed', placed),
      cell('fulfilled', fulfilled),
      cell('orders/s', figures.ordersPerSecond),
    ],
    [cell('reserved', reserved), cell('cancelled', cancelled), cell('p50', `${figures.p50Ms} ms`)],
    [cell('confirmed', confirmed), cell('in flight', inFlight), cell('p99', `${figures.p99Ms} ms`)],
    [cell('DLQs', dlq)],
  ].map((cells) => `  ${cells.join('    ')}`);
}
