/** What is answered the first time that it is asked; undefined from then on. */
export function once<Fate>(fate: Fate): () => Fate | undefined {
  let asked = 0;
  return () => {
    asked += 1;
    return asked === 1 ? fate : undefined;
  };
}

/** An error of a service in trouble, which the SDK tries again. */
export function unavailable(): Error {
  return Object.assign(new Error('Service unavailable'), {
    name: 'ServiceUnavailable',
    $fault: 'server',
    $metadata: { httpStatusCode: 503 },
  });
}
