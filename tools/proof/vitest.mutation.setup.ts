import { registerHooks } from "node:module"
import * as fc from "fast-check"

fc.configureGlobal({ endOnFailure: true })

let resolved = 0

/** The thread goes on to the next mutant: tests, and what StrykerJS sets up for them, are evaluated again in each run. */
registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context)
    return /\.test\.ts$|\/stryker-setup-\d+\.js$/u.test(found.url)
      ? { ...found, url: `${found.url}?run=${++resolved}` }
      : found
  }
})
