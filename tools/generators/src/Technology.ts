import { Result, Schema } from "effect"

/** What an adapter is made with, and everything that is named after it. */
export interface Technology {
  /** `json-files` */
  readonly name: string
  /** `packages/adapters/json-files` */
  readonly folder: string
  /** `@incident-teams/adapter-json-files` */
  readonly packageName: string
  /** Begins the names of its modules: `JsonFiles` */
  readonly prefix: string
  /** Begins the names of its settings: `JSON_FILES` */
  readonly variable: string
  /** For people: `Json Files` */
  readonly title: string
}

export class BadTechnologyName extends Schema.TaggedError<BadTechnologyName>()("BadTechnologyName", {
  name: Schema.String
}) {
  override get message(): string {
    return (
      `"${this.name}" can't name a technology. Take at most 40 lower-case letters, digits and single hyphens,` +
      ` the first a letter: --technology=mariadb, --technology=json-files.`
    )
  }
}

export const technologyOf = (name: string): Result.Result<Technology, BadTechnologyName> => {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u.test(name) || name.length > 40) {
    return Result.fail(new BadTechnologyName({ name }))
  }
  const words = name.split("-").map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
  return Result.succeed({
    name,
    folder: `packages/adapters/${name}`,
    packageName: `@incident-teams/adapter-${name}`,
    prefix: words.join(""),
    variable: name.toUpperCase().replaceAll("-", "_"),
    title: words.join(" ")
  })
}
