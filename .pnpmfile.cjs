/** These read TypeScript's JavaScript API, which TypeScript 7 no longer has: they get a TypeScript of their own. */
const needTypeScript6 = new Set(["@hey-api/openapi-ts", "openapi-typescript"])

module.exports = {
  hooks: {
    /** @param {{ name: string, peerDependencies?: Record<string, string>, dependencies?: Record<string, string> }} manifest */
    readPackage: (manifest) => {
      if (!needTypeScript6.has(manifest.name)) return manifest
      const { typescript: _, ...peerDependencies } = manifest.peerDependencies
      return { ...manifest, peerDependencies, dependencies: { ...manifest.dependencies, typescript: "6.0.3" } }
    }
  }
}
