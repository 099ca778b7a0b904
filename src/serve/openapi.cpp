#include "serve/api.h"

namespace deconflict::serve {

std::string_view openapi_json() {
  return R"json({
"openapi":"3.0.3",
"info":{"title":"deconflict","version":"1","description":"A ledger of claims read from reporting on armed conflict: who is said to have done what to whom, where, when, according to whom. Read-only. Offsets are UTF-8 bytes, half-open, into the document's text. Records have the shapes of SCHEMA deconflict/1."},
"paths":{
"/api/v1/events":{"get":{"summary":"Events that match every filter, with counts over all that match","parameters":[
{"name":"text","in":"query","schema":{"type":"string"},"description":"words that must all occur in kind, names, place, voices or the words of the claim; spelling of accents and case do not matter"},
{"name":"kind","in":"query","schema":{"type":"string"},"description":"one kind or several with commas between"},
{"name":"actor","in":"query","schema":{"type":"string"},"description":"an actor's id, or part of a name"},
{"name":"voice","in":"query","schema":{"type":"string"},"description":"a voice's id, or part of a name"},
{"name":"bbox","in":"query","schema":{"type":"string","example":"38,34,42,37"},"description":"west,south,east,north in degrees; west greater than east crosses the date line"},
{"name":"from","in":"query","schema":{"type":"string","format":"date"}},
{"name":"to","in":"query","schema":{"type":"string","format":"date"}},
{"name":"contested","in":"query","schema":{"type":"string","enum":["0","1"]},"description":"1: only events whose voices disagree"},
{"name":"realis","in":"query","schema":{"type":"string","example":"planned,threatened"},"description":"events with a claim of any of these: asserted alleged denied negated planned threatened hypothetical"},
{"name":"precision","in":"query","schema":{"type":"string","example":"site,settlement"},"description":"events with a point told as precisely as any of these: site settlement district admin1 country region feature"},
{"name":"order","in":"query","schema":{"type":"string","enum":["newest","oldest","voices"],"default":"newest"}},
{"name":"limit","in":"query","schema":{"type":"integer","minimum":0,"maximum":5000,"default":100}},
{"name":"offset","in":"query","schema":{"type":"integer","minimum":0,"default":0}}],
"responses":{"200":{"description":"The page asked for","content":{"application/json":{"schema":{"$ref":"#/components/schemas/EventPage"}}}},"400":{"$ref":"#/components/responses/Problem"},"503":{"$ref":"#/components/responses/Problem"}}}},
"/api/v1/map":{"get":{"summary":"Events that match every filter as marks of a map, those of one cell of a grid together","parameters":[
{"name":"view","in":"query","schema":{"type":"string","example":"30,30,50,40"},"description":"west,south,east,north in degrees: only marks inside. Every filter of /api/v1/events may stand beside it"},
{"name":"cell","in":"query","schema":{"type":"number","default":0.5},"description":"width of a cell in degrees at the equator, in Mercator's projection"}],
"responses":{"200":{"description":"matched; extent: the box that holds nearly all; cells: mean point, how many events, how many of them contested, exactly placed, not asserted by anybody (open), their kinds, and the ids of the first 24","content":{"application/json":{"schema":{"type":"object"}}}},"400":{"$ref":"#/components/responses/Problem"}}}},
"/api/v1/moves":{"get":{"summary":"From where to where, for events of matching filters that tell of a way","parameters":[],
"responses":{"200":{"description":"event, kind, from and to (name, lat, lon); read from the 150 newest events of such kinds","content":{"application/json":{"schema":{"type":"object"}}}},"400":{"$ref":"#/components/responses/Problem"}}}},
"/api/v1/live":{"get":{"summary":"Server-sent events: 'revision' now and whenever the ledger changes","responses":{"200":{"description":"an endless stream","content":{"text/event-stream":{"schema":{"type":"string"}}}},"503":{"description":"six clients listen already"}}}},
"/api/v1/events/{id}":{"get":{"summary":"One event with every claim that tells of it","parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"}}],
"responses":{"200":{"description":"event: the event record; row: the same as in the list; claims: each claim record with the words of its parts and its voices, outermost first","content":{"application/json":{"schema":{"type":"object","properties":{"event":{"type":"object"},"row":{"$ref":"#/components/schemas/EventRow"},"claims":{"type":"array","items":{"type":"object"}}}}}}},"404":{"$ref":"#/components/responses/Problem"}}}},
"/api/v1/documents":{"get":{"summary":"The documents of the ledger, by id","parameters":[{"name":"limit","in":"query","schema":{"type":"integer","minimum":0,"maximum":5000,"default":100}},{"name":"offset","in":"query","schema":{"type":"integer","minimum":0,"default":0}}],
"responses":{"200":{"description":"The page asked for","content":{"application/json":{"schema":{"type":"object"}}}}}}},
"/api/v1/documents/{id}":{"get":{"summary":"One document: its text, its annotation record, and the event of each claim","parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"}}],
"responses":{"200":{"description":"document, annotation, events (claim id to event id)","content":{"application/json":{"schema":{"type":"object"}}}},"404":{"$ref":"#/components/responses/Problem"}}}},
"/api/v1/stats":{"get":{"summary":"How much there is of what","responses":{"200":{"description":"Counts and facets over the whole ledger","content":{"application/json":{"schema":{"type":"object"}}}}}}},
"/api/v1/kinds":{"get":{"summary":"The kinds of event in the ledger","responses":{"200":{"description":"kind, label, number of events","content":{"application/json":{"schema":{"type":"object"}}}}}}}
},
"components":{
"responses":{"Problem":{"description":"What is wrong, in words","content":{"application/json":{"schema":{"type":"object","properties":{"error":{"type":"object","properties":{"code":{"type":"string"},"message":{"type":"string"}}}}}}}}},
"schemas":{
"EventRow":{"type":"object","properties":{"id":{"type":"string"},"kind":{"type":"string"},"actors":{"type":"array","items":{"type":"object","properties":{"role":{"type":"string","enum":["actor","recipient"]},"id":{"type":"string","nullable":true},"name":{"type":"string"}}}},"place":{"type":"object","nullable":true,"properties":{"name":{"type":"string"},"lat":{"type":"number","nullable":true},"lon":{"type":"number","nullable":true},"precision":{"type":"string"},"geometry":{"type":"object","nullable":true}}},"time":{"type":"object","properties":{"begin":{"type":"string","nullable":true},"end":{"type":"string","nullable":true},"precision":{"type":"string"}}},"counts":{"type":"object","additionalProperties":{"type":"object","properties":{"low":{"type":"integer"},"best":{"type":"integer"},"high":{"type":"integer","nullable":true},"values":{"type":"integer"}}}},"voices":{"type":"array","items":{"type":"string"}},"claims":{"type":"integer"},"documents":{"type":"integer"},"contested":{"type":"array","items":{"type":"string"}},"realis":{"type":"array","items":{"type":"string"}},"background":{"type":"boolean"},"words":{"type":"string"}}},
"EventPage":{"type":"object","properties":{"revision":{"type":"string"},"total":{"type":"integer"},"matched":{"type":"integer"},"offset":{"type":"integer"},"limit":{"type":"integer"},"contested":{"type":"integer"},"undated":{"type":"integer"},"unplaced":{"type":"integer"},"facets":{"type":"object"},"events":{"type":"array","items":{"$ref":"#/components/schemas/EventRow"}}}}
}}})json";
}

}  // namespace deconflict::serve
