/** Everything the field's tools query that nobody keeps as such; importing it declares the objects. */
import './duplicates.sql.ts'
import './entities.sql.ts'
import './histories.sql.ts'
import './lists.sql.ts'
import './organization.sql.ts'
import './recent.sql.ts'
import './roles.ts'
