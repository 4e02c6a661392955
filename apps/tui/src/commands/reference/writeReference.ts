/** `npm run reference`: writes docs/reference/commands.md anew. */
import { writeFileSync } from "node:fs"
import { Effect } from "effect"
import { reference } from "./reference.ts"
import { referenceFile } from "./referenceFile.ts"

writeFileSync(referenceFile, await Effect.runPromise(reference))
