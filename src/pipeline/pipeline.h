#pragma once
#include <memory>
#include <string>

#include "base/pack.h"
#include "claim/claim.h"
#include "deconflict/annotation.h"
#include "deconflict/document.h"
#include "deconflict/result.h"
#include "lang/lang.h"
#include "name/name.h"
#include "place/import/import.h"
#include "place/place.h"
#include "record/record.h"

namespace deconflict {

/// The way of an article, from text to claims, with everything that is loaded once.
/// life    const and safe to share between threads
class Pipeline {
 public:
  /// `data_dir` holds knowledge.pack and lang.model, and the gazetteer with imported places where there is one
  /// (imported_gazetteer). errors: those of the packs and of each stage's knowledge
  static Result<Pipeline> open(const std::string& data_dir);

  /// The layers asked for, and those that they rest on. `doc` must outlive the result.
  Annotation annotate(const Document& doc, record::Layers layers, bool trace = false) const;

  const name::Names& names() const { return *names_; }
  const place::Gazetteer& gazetteer() const { return *gazetteer_; }
  const claim::Reader& claims() const { return *claims_; }
  const std::string& knowledge_version() const { return knowledge_->version(); }
  const std::string& model_version() const { return lang_->version(); }
  /// Were the imported places laid over an older knowledge.pack?
  bool gazetteer_is_old() const { return imported_ != nullptr && !place::is_current(*imported_, *knowledge_); }

 private:
  Pipeline() = default;
  void read_language(Annotation& a) const;
  /// The stages after the language core.
  void ground(Annotation& a, record::Layers layers, bool trace) const;

  std::unique_ptr<Pack> knowledge_, imported_;
  std::unique_ptr<lang::Model> lang_;
  std::unique_ptr<name::Names> names_;
  std::unique_ptr<place::Gazetteer> gazetteer_;
  std::unique_ptr<claim::Reader> claims_;
};

/// The file of imported places: $DECONFLICT_GAZETTEER, else gazetteer.pack in `data_dir`. It need not be there.
std::string imported_gazetteer(const std::string& data_dir);

/// Where knowledge.pack and lang.model lie: $DECONFLICT_DATA, else beside the program, else ../share/deconflict from it.
std::string default_data_dir();

}  // namespace deconflict
