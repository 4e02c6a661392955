const token = /"(?:[^"\\]|\\.)*"|[{}[\],]/gsu

interface Open {
  /** Of an object; undefined for a list. */
  readonly names: Set<string> | undefined
  /** Where in it: a name, or the index of an item. */
  at: string | number
}

/**
 * The first name that an object in a valid JSON text has twice, with the path to it; undefined if there is none. JSON.parse
 * takes the last of them silently, other readers the first, so that two of them could understand one request differently.
 */
export const duplicateName = (json: string): ReadonlyArray<string> | undefined => {
  const open: Array<Open> = []
  let expectsName = false
  for (const [text] of json.matchAll(token)) {
    const inside = open.at(-1)
    switch (text) {
      case "{":
        open.push({ names: new Set(), at: "" })
        expectsName = true
        break
      case "[":
        open.push({ names: undefined, at: 0 })
        expectsName = false
        break
      case "}":
      case "]":
        open.pop()
        expectsName = false
        break
      case ",":
        if (typeof inside?.at === "number") inside.at += 1
        expectsName = inside?.names !== undefined
        break
      default: {
        if (!expectsName || inside?.names === undefined) break
        const name = String(JSON.parse(text))
        inside.at = name
        if (inside.names.has(name)) return open.map(({ at }) => String(at))
        inside.names.add(name)
        expectsName = false
      }
    }
  }
  return undefined
}
