import type { Port } from "../kit/Kit.ts"
import type { Workspace } from "../kit/Workspace.ts"
import type { PlannedFile } from "../Plan.ts"
import type { Technology } from "../Technology.ts"

/** The port's docstring tells more; its first sentence is enough here. */
const row = ({ prefix }: Technology, { doc, name }: Port): string =>
  `| \`${prefix}${name}\` | \`${name}\` | ${doc.split(/(?<=\.)\s/u)[0] ?? ""} |`

const heading = `| module | port | |
| --- | --- | --- |`

/** What a new package's README begins with. */
export const readmeOf = (technology: Technology, ports: ReadonlyArray<Port>): string => {
  const { name, packageName, prefix, title, variable } = technology
  const layers = ports.map((port) => `${prefix}${port.name}.layer`)
  return `# ${packageName}

Incident Teams on ${title}:

${heading}
${ports.map((port) => row(technology, port)).join("\n")}

Each module exports \`layer\`, which provides its port and reads its settings itself:

\`\`\`ts
${ports.map((port) => `import * as ${prefix}${port.name} from "${packageName}/${prefix}${port.name}"`).join("\n")}
import { Layer } from "effect"

export const ${name.replaceAll(/-(.)/gu, (_, letter: string) => letter.toUpperCase())} = Layer.mergeAll(${layers.join(", ")})
\`\`\`

## Configuration

| variable | default | |
| --- | --- | --- |
| \`${variable}_URL\` | none | the address of ${title}; it may hold a password, so it is never printed |

## Tests

\`vitest run\`: the contract suite of each port, and the settings.
`
}

/** The README of a package that is there already, with more rows in its table of modules, if it has one like ours. */
export const readmeWith = (
  workspace: Workspace,
  technology: Technology,
  ports: ReadonlyArray<Port>
): ReadonlyArray<PlannedFile> => {
  const path = `${technology.folder}/README.md`
  const [before, rest] = workspace.read(path)?.split(`${heading}\n`) ?? []
  if (before === undefined || rest === undefined) return []
  const rows = /^(?:\|.*\n)*/u.exec(rest)?.[0] ?? ""
  const added = ports.map((port) => `${row(technology, port)}\n`).join("")
  return [{ path, text: `${before}${heading}\n${rows}${added}${rest.slice(rows.length)}` }]
}
