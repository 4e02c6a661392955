/** `npm run reference`: updates docs/reference/setup.md. */
import { writeFileSync } from "node:fs"
import { referenceFile, renderReference } from "./setupReference.ts"

writeFileSync(referenceFile, await renderReference())
