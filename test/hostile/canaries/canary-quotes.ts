/** The ways in which servers, proxies and libraries quote a field with its value. */
export const CANARY_QUOTES: readonly ((name: string, value: string) => string)[] = [
  (name, value) => `Invalid ${name}: ${value}.`,
  (name, value) => `Invalid input: ${JSON.stringify({ a: 1, [name]: value, b: [2] })}`,
  (name, value) => JSON.stringify({ fault: JSON.stringify({ detail: JSON.stringify({ [name]: value }) }) }),
  (name, value) => `Invalid: {'a': None, '${name}': '${value}', 'b': True}`,
  (name, value) => `<html><body><h1>Bad</h1><pre>${name}=${value}</pre></body></html>`,
  (name, value) => `<p>got {&quot;${name}&quot;: &quot;${value}&quot;}</p>`,
  (name, value) => `Max retries exceeded with url: /v1/x?${name}=${encodeURIComponent(value)} (Caused by y)`,
]
