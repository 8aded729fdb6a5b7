import Documents

/// The fields of a table for one or more document types, in the order of its columns. Fields that all types have come first,
/// then fields of some types, and lists last. A field that some type lacks is nullable.
struct TableFields {
    let fields: [DocumentField]

    init(of types: [DocumentFieldList]) {
        var fields: [DocumentField] = []
        var counts: [String: Int] = [:]
        for field in types.flatMap(\.fields) {
            counts[field.name, default: 0] += 1
            if let place = fields.firstIndex(where: { $0.name == field.name }) {
                precondition(fields[place].form == field.form, "\(field.name) holds the same in all types of a table")
                fields[place].isOptional = fields[place].isOptional || field.isOptional
            } else {
                fields.append(field)
            }
        }
        for place in fields.indices where counts[fields[place].name] != types.count { fields[place].isOptional = true }
        let isCommon = { (field: DocumentField) in counts[field.name] == types.count }
        let values = fields.filter { !$0.form.isList }
        self.fields = values.filter(isCommon) + values.filter { !isCommon($0) } + fields.filter { $0.form.isList }
    }
}
