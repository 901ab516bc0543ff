import { migrate, openDatabase } from '../db'
import { entities } from '../entities'

/** A process of its own that migrates the database it is given and prints what it applied. */
const [url] = process.argv.slice(2)
if (!url) throw new Error('usage: migrate-child URL')
const db = await openDatabase({ url, entities })
console.log(JSON.stringify(await migrate(db)))
await db.close()
