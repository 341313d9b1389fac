import './objects/objects.ts'
import type { Resource } from '../rest/resource.ts'
import { deleted, updated } from './changes.ts'
import { chatter, feed, feeds, groups } from './chatter.ts'
import { defaultValues, everyObject, noApprovalLayouts, objectInShort, wholeObject } from './describing.ts'
import {
  compactLayouts,
  compactLayoutsOfMany,
  layoutOfType,
  layouts,
  namedLayouts,
  primaryCompactLayout,
} from './layouts.ts'
import { describeListView, listView, listViewResults, listViews } from './listViews.ts'
import { appMenu, appMenus, tabs, theme } from './menus.ts'
import { limits } from './limits.ts'
import { people, somebody, whoAsks } from './people.ts'
import { globalActions, objectActions } from './quickActions.ts'
import { recordCounts } from './recordCounts.ts'
import { recent } from './recent.ts'
import { actionDefaults, describeAction, runAction } from './runningActions.ts'
import { scopeOrder, search, searchByAddress, searchByBody, searchLayouts, suggestions } from './search/searches.ts'

/** What there is to know about objects, and how records are found without a query. */
export const catalogueResources: readonly Resource[] = [
  { path: 'sobjects', GET: everyObject },
  { path: 'sobjects/:object', GET: objectInShort },
  { path: 'sobjects/:object/describe', GET: wholeObject },
  { path: 'sobjects/:object/describe/layouts', GET: layouts },
  { path: 'sobjects/:object/describe/layouts/:type', GET: layoutOfType },
  { path: 'sobjects/:object/describe/compactLayouts', GET: compactLayouts },
  { path: 'sobjects/:object/describe/compactLayouts/:type', GET: primaryCompactLayout },
  { path: 'sobjects/:object/describe/approvalLayouts', GET: noApprovalLayouts },
  { path: 'sobjects/:object/describe/namedLayouts/:name', GET: namedLayouts },
  { path: 'sobjects/:object/defaultValues', GET: defaultValues },
  { path: 'sobjects/:object/listviews', GET: listViews },
  { path: 'sobjects/:object/listviews/:view', GET: listView },
  { path: 'sobjects/:object/listviews/:view/describe', GET: describeListView },
  { path: 'sobjects/:object/listviews/:view/results', GET: listViewResults },
  { path: 'sobjects/:object/updated', GET: updated },
  { path: 'sobjects/:object/deleted', GET: deleted },
  { path: 'sobjects/:object/quickActions', GET: objectActions },
  { path: 'sobjects/:object/quickActions/:action', GET: describeAction, POST: runAction },
  { path: 'sobjects/:object/quickActions/:action/describe', GET: describeAction },
  { path: 'sobjects/:object/quickActions/:action/defaultValues', GET: actionDefaults },
  { path: 'sobjects/:object/quickActions/:action/defaultValues/:parent', GET: actionDefaults },
  { path: 'quickActions', GET: globalActions },
  { path: 'quickActions/:action', GET: describeAction, POST: runAction },
  { path: 'quickActions/:action/describe', GET: describeAction },
  { path: 'quickActions/:action/defaultValues', GET: actionDefaults },
  { path: 'quickActions/:action/defaultValues/:parent', GET: actionDefaults },
  { path: 'compactLayouts', GET: compactLayoutsOfMany },
  { path: 'search', GET: search },
  { path: 'parameterizedSearch', GET: searchByAddress, POST: searchByBody },
  { path: 'search/suggestions', GET: suggestions },
  { path: 'search/scopeOrder', GET: scopeOrder },
  { path: 'search/layout', GET: searchLayouts },
  { path: 'recent', GET: recent },
  { path: 'limits', GET: limits },
  { path: 'limits/recordCount', GET: recordCounts },
  { path: 'tabs', GET: tabs },
  { path: 'theme', GET: theme },
  { path: 'chatter', GET: chatter },
  { path: 'chatter/groups', GET: groups },
  { path: 'chatter/feeds', GET: feeds },
  { path: 'chatter/feeds/:kind/feed-elements', GET: feed },
  { path: 'chatter/feeds/:kind/:id/feed-elements', GET: feed },
  { path: 'chatter/users', GET: people },
  { path: 'chatter/users/me', GET: whoAsks },
  { path: 'chatter/users/:id', GET: somebody },
  { path: 'appMenu', GET: appMenus },
  { path: 'appMenu/:name', GET: appMenu },
]
