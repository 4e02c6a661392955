import { mkdtempSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import type { TroubledPlace } from "@incident-teams/application/testing/StoreUnderTest"
import { Effect, Layer } from "effect"
import { inject } from "vitest"
import { layerFile } from "../SqliteDatabase.ts"

/** A file in a folder of its own that isn't there yet. It is removed after the run. */
export const temporaryFile = (): string =>
  join(mkdtempSync(join(inject("temporaryFolder"), "file-")), "data", "incident-teams.sqlite")

/** A database of its own each time that it is built. */
export const temporaryDatabase = Layer.unwrap(Effect.sync(() => layerFile(temporaryFile())))

/** Somebody else's connection that may damage the file. */
const damage = (file: string, script: string) =>
  Effect.sync(() => {
    const db = new DatabaseSync(file)
    db.enableDefensive(false)
    try {
      db.exec(`PRAGMA writable_schema = ON; ${script}`)
    } finally {
      db.close()
    }
  })

/** No table is where the schema says, which every connection notices with its next statement. */
const moveTables = (file: string, by: string) =>
  damage(
    file,
    `UPDATE sqlite_schema SET rootpage = rootpage ${by} WHERE rootpage > 0; PRAGMA schema_version = ${nextSchema()}`
  )

let schemas = 1_000
const nextSchema = (): number => ++schemas

/** Stores on a file that tests can damage. */
export const troubledFile = <Store, E>(
  layerOn: Layer.Layer<Store, E, Layer.Success<typeof temporaryDatabase>>
): TroubledPlace<Store> => {
  const file = temporaryFile()
  return {
    layer: Layer.provide(layerOn, layerFile(file)),
    cut: Effect.acquireRelease(moveTables(file, "+ 1000000"), () => moveTables(file, "- 1000000")),
    spoil: (id) =>
      damage(
        file,
        `UPDATE states SET json = '{' WHERE team = (SELECT number FROM teams WHERE id = '${id}');
         UPDATE favorites SET json = '{' WHERE owner = '${id}'`
      )
  }
}
