const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:\/[\w./-]*)?$/i

/**
 * Returns `http://localhost:6385` for `localhost:6385`: the URL that was probably meant, if the text is only a host, a
 * port and a path. Never a login: that would have an `@`.
 */
export function withScheme(text: unknown): string | undefined {
  const isHost = typeof text === 'string' && HOST.test(text) && !/^https?:/i.test(text)
  return isHost && URL.canParse(`http://${text}`) ? `http://${text}` : undefined
}
