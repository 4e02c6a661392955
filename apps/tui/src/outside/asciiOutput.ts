import { asciiOf } from "../look/glyphs.ts"

/** Of a text with control sequences, all but those: they are ASCII. */
const inAscii = (chunk: string): string => chunk.replaceAll(/\P{ASCII}+/gu, asciiOf)

/** The same terminal, where it doesn't show UTF-8: whatever is written to it is written in ASCII, in as many cells. */
export const asciiOutput = (output: NodeJS.WriteStream): NodeJS.WriteStream =>
  new Proxy(output, {
    get: (target, name) => {
      if (name === "write") {
        return (chunk: string | Uint8Array, ...more: ReadonlyArray<never>) =>
          target.write(typeof chunk === "string" ? inAscii(chunk) : chunk, ...more)
      }
      const value: unknown = Reflect.get(target, name)
      return typeof value === "function" ? (value.bind(target) as unknown) : value
    }
  })
