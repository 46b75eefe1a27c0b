import { parse } from 'secure-json-parse'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads JSON from outside: whole UTF-8 characters only, for a character that was replaced is a fact that was changed,
 * and no keys that reach a prototype.
 * @throws SyntaxError with a message for whoever sent it
 */
export function parseJson(bytes: Uint8Array): unknown {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch (cause) {
    throw new SyntaxError('the text is not UTF-8', { cause })
  }
  return parse(text, null, { protoAction: 'error', constructorAction: 'error' })
}
