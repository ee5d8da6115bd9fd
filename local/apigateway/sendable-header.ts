const NAME = /^[\w!#$%&'*+.^`|~-]+$/;

/** A tab, and what Latin-1 can print. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Whether HTTP has a form for a header of this name and value: RFC 9110, "Field Names" and "Field Values". */
export function isSendable(name: string, value: string): boolean {
  return NAME.test(name) && VALUE.test(value);
}
