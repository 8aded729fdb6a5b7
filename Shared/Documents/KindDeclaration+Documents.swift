public import MarketData

extension KindDeclaration {
    /// What the kind's type says of its documents. Every kind has them; one that had none could be in no topic.
    public var documents: any DocumentEvent.Type {
        guard let documents = event as? any DocumentEvent.Type else {
            preconditionFailure("\(event) is declared as the kind \(name) and says nothing of its documents")
        }
        return documents
    }

    /// The types of the kind's documents.
    public var documentTypes: [DocumentType] { documents.blanks.map { $0.documentType } }

    /// The types of the kind's documents with their fields.
    public var fieldLists: [DocumentFieldList] { documents.blanks.map { DocumentFieldList(of: $0) } }
}
