/** The resource whose policy speaks of `resource`: an object's is its bucket's. */
export function policyHolder(resource: string): string {
  if (resource.split(':')[2] !== 's3') return resource;
  return resource.split('/')[0]!;
}

/** The name at the end of an ARN. */
export function lastPart(arn: string): string {
  return arn.split(/[:/]/).at(-1)!;
}

/** The path between `role` or `policy` and the name, such as `/service-role/`. */
export function pathIn(arn: string, name: string): string {
  const full = arn.slice(arn.indexOf('/'));
  return full.endsWith(`/${name}`) ? full.slice(0, -name.length) : '/';
}
