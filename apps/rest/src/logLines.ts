/** Milliseconds. */
const gathered = 10

/**
 * Lines, those of a moment written together: a write to a pipe or a file is a call of the system that the whole process
 * waits for. What is left is written when the process ends; one that is killed loses its last moment.
 */
export const logLines = (to: Pick<NodeJS.WritableStream, "write">) => {
  let waiting: Array<string> = []
  const flush = (): void => {
    if (waiting.length === 0) return
    const text = `${waiting.join("\n")}\n`
    waiting = []
    to.write(text)
  }
  process.once("exit", flush)
  return {
    write: (line: string): void => {
      waiting.push(line)
      if (waiting.length === 1) setTimeout(flush, gathered)
    }
  }
}
