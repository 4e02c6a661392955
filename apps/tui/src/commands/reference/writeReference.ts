/** `npm run reference`: updates docs/reference/commands.md. */
import { writeFileSync } from "node:fs"
import { Effect } from "effect"
import { reference, referenceFile } from "./reference.ts"

writeFileSync(referenceFile, await Effect.runPromise(reference))
