import { globSync, readFileSync } from "node:fs"
import { constants } from "node:os"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../..", import.meta.url))

const sources = ["packages/**/src/**/*.ts", "apps/*/src/**/*.{ts,tsx}", "tools/*/src/**/*.ts", "tools/*.mjs", "*.ts"]

const isTest = (file: string): boolean => /\/testing\/|\.test\.tsx?$/u.test(file)

const texts = globSync(sources, { cwd: root, exclude: (file) => /(?:^|\/)(?:node_modules|dist)$/u.test(file) })
  .filter((file) => !isTest(file))
  .map((file) => ({ file, text: readFileSync(`${root}/${file}`, "utf8") }))

/** In capitals, and no variables: methods of HTTP, words of SQL, algorithms. Signals and errors the system names. */
const otherWords = new Set([
  ..."GET HEAD POST PUT PATCH DELETE OPTIONS BEGIN COMMIT ROLLBACK RS256 HS256".split(" "),
  ...Object.keys(constants.signals),
  ...Object.keys(constants.errno)
])

const name = '"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*|npm_\\w+)"'
/** Where a name is asked for: first in a call, last in one, and as an index. */
const asked = [`\\(\\s*${name}(?=\\s*[,)])`, `,\\s*${name}(?=\\s*\\))`, `\\[${name}\\]`].map(
  (form) => new RegExp(form, "gu")
)

const namesAsked = (text: string): ReadonlyArray<string> =>
  asked.flatMap((form) => [...text.matchAll(form)].map(([, found = ""]) => found)).filter((one) => !otherWords.has(one))

const readsSettings = /\bConfig\.|process\.env|environment\[|[sS]etting\(/u

/**
 * Every variable that is read, with the files that read it, tests left out. So that it can be found, a setting's name
 * stands in the code whole.
 */
export const settingsRead: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = Object.entries(
  Object.groupBy(
    texts
      .filter(({ text }) => readsSettings.test(text))
      .flatMap(({ file, text }) => namesAsked(text).map((found) => ({ found, file }))),
    ({ found }) => found
  )
).map(([found, uses = []]) => [found, [...new Set(uses.map(({ file }) => file))]])

/** Whether a name stands anywhere in code that isn't a test. */
export const isInCode = (variable: string): boolean => texts.some(({ text }) => text.includes(`"${variable}"`))
