"""A second evaluator of the field app's JSON, written from docs/reference/targets.md alone: it imports nothing of
Fristad."""


def evaluate(doc, answers):
    """{result, classification, dimensions} for answers coded 0, 1, 2, 3 per key; absent is 1."""
    code = _codes(doc, answers)
    contradicted = {e for e, leaves in doc["denials"].items() if code[e] == 0 and any(code[x] == 2 for x in leaves)}
    blocked = {
        leaf for e, leaves in doc["denials"].items() if code[e] == 0 and e not in contradicted for leaf in leaves
        if code[leaf] == 1
    }  # fmt: skip

    def leaf_code(leaf, reading):
        value = 0 if leaf in blocked else 1 if code[leaf] == 3 else code[leaf]
        return reading.get(leaf, value) if value == 1 else value

    def term_code(term, reading):
        direct = code[term["direct"]] if term["direct"] else 1
        if direct == 2:
            value = 2
        elif direct == 0:
            value = 1 if term["direct"] in contradicted else 0
        elif direct == 3:
            value = max(1, *(leaf_code(leaf, reading) for leaf in term["leaves"]), 0)
        else:
            value = max((leaf_code(leaf, reading) for leaf in term["leaves"]), default=1)
        return 2 - value if term["reversed"] else value

    def value(dimension, reading):
        codes = [(term["weight"], term_code(term, reading)) for term in dimension["terms"]]
        certain = sum(weight for weight, c in codes if c == 2)
        possible = sum(weight for weight, c in codes if c > 0)
        return (certain >= dimension["at_least"]) + (possible >= dimension["at_least"])

    values = {d["id"]: value(d, {}) for d in doc["dimensions"]}
    outcome = doc["outcomes"][_position(doc, code, values, value)]
    return {**outcome, "dimensions": values}


def _codes(doc, answers):
    code = {key: answers.get(key, 1) for key in doc["keys"]}
    if code.get("person.under_18_now") == 2:
        code["person.under_18_then"] = 1 if code["person.under_18_then"] in (0, 3) else 2
    for element, leaves in doc["denials"].items():
        evidence = {code[leaf] for leaf in leaves}
        if code[element] == 0 and 3 in evidence and 2 not in evidence:
            code[element] = 1
    return code


def _position(doc, code, values, value):
    if doc["lookup"] is None:
        return 0
    if doc["outside"] and code["person.under_18_then"] == doc["outside"]["value"]:
        return doc["outside"]["outcome"]
    mark = 0
    for reading in doc["readings"][1:] or doc["readings"]:
        digits = [3 ** d["place"] * value(d, reading) for d in doc["dimensions"] if d["place"] is not None]
        mark |= doc["lookup"]["mark_of_code"][sum(digits)]
    rule = doc["presumable"]
    presumed = rule is not None and values[rule["condition"]] == 1 and code[rule["unless_no"]] != 0
    return doc["lookup"]["outcome_of_mark"][presumed][mark]
