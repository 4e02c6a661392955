/**
 * Run by StrykerJS in its copy of the repository, two folders down: gives the copy's packages the dependencies that the
 * originals have. Links between packages are relative, so that they lead to the copies; what was installed is used where
 * it is.
 */
import { cpSync, globSync, symlinkSync } from "node:fs"
import { basename, join, resolve } from "node:path"

const repository = resolve("../..")

symlinkSync(join(repository, "node_modules"), "node_modules", "junction")
for (const modules of globSync("{packages,packages/adapters,apps,tools}/*/node_modules", { cwd: repository })) {
  cpSync(join(repository, modules), modules, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !basename(path).startsWith(".")
  })
}
